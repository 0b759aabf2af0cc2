"""Where somebody is: the question, what it may be answered with, and what came of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone

from bot.chat.callbacks import data
from bot.chat.scene import Button, Message, NoKeys, Params, Scene, ShareKey
from bot.chat.views.hours import back_to
from bot.chat.views.view import View, sentence
from bot.places import countries, offsets
from bot.texts.catalogue import Markup

UTC_ZONE = "Etc/UTC"


def ask_city(params: Params, scene: Scene) -> Message:
    """The question, answered by typing; below it the other ways to answer it."""
    ways = [
        [(scene.say("button.country"), data("countries"))],
        [(scene.say("button.by_clock"), data("bytime"))],
        [(scene.say("button.share"), data("share"))],
    ]
    return Message(scene.say("place.ask"), [*ways, [back_to(params, scene)]])


def which_place(params: Params, scene: Scene) -> Message:
    """Up to five places, each with the time there: pressing one confirms it."""
    places = params["places"]
    rows = [*_places(places, scene), [_to_question(scene)]]
    return Message(scene.say("place.which", count=len(places)), rows)


def list_countries(params: Params, scene: Scene) -> Message:
    """The letters that countries begin with, or those of one letter."""
    letter = params.get("letter")
    if not letter:
        key = "place.unknown" if params.get("unknown") else "place.letters"
        letters = [(each, data("countries", each)) for each in countries.letters()]
        return Message(scene.say(key), [*_in_rows(letters, 6), [_to_question(scene)]])
    found = [(each.name, data("country", each.code)) for each in countries.countries(letter)]
    back = (scene.say("button.back"), data("countries"))
    return Message(scene.say("place.countries"), [*_in_rows(found, 2), [back]])


def country_zones(params: Params, scene: Scene) -> Message:
    """The zones of one country, each with its time."""
    return _choice("place.country_zones", countries.zones_of(params["code"]), scene)


def clock_grid(params: Params, scene: Scene) -> Message:
    """Every time that clocks in the world show now; the weekday where one time has two."""
    there = [(offset, _clock(offset, scene)) for offset in offsets.grid(scene.now)]
    seen = Counter(local.time() for _, local in there)
    buttons = []
    for offset, local in there:
        time = scene.moments(UTC_ZONE).clock(local.time())
        weekday = scene.say(f"weekday.{local.weekday()}")
        if seen[local.time()] > 1:
            time = scene.say("button.weekday_time", weekday=weekday, time=time)
        buttons.append((time, data("offset", offset)))
    return Message(scene.say("place.by_clock"), [*_in_rows(buttons, 4), [_to_question(scene)]])


def offset_zones(params: Params, scene: Scene) -> Message:
    """Zones whose clocks show that time: they part at some time of the year."""
    return _choice("place.offset_zones", offsets.zones_with(params["minutes"], scene.now), scene)


def is_this_it(params: Params, scene: Scene) -> Message:
    """The zone of a location that came, to be confirmed; unasked, it is an offer."""
    zone = params["zone"]
    moments = scene.moments(zone)
    key = "place.is_this_it" if params["asked"] else "place.move_there"
    yes = scene.say("button.yes" if params["asked"] else "button.use_place")
    no = data("open", "place") if params["asked"] else data("leave")
    text = scene.say(key, place=moments.place, time=moments.time(scene.now))
    return Message(text, [[(yes, data("zone", zone)), (scene.say("button.no"), no)]])


def there_already(params: Params, scene: Scene) -> Message:
    """A location in the zone that is set."""
    moments = scene.moments(params["zone"])
    time = moments.time(scene.now)
    return Message(scene.say("place.there_already", place=moments.place, time=time))


def share_place(params: Params, scene: Scene) -> Message:
    """The key that shares a location."""
    return Message(scene.say("place.share"), keys=ShareKey(scene.say("button.share")))


def keys_away(params: Params, scene: Scene) -> Message:
    """A place is settled; the key goes, and a message has to take it."""
    return Message(
        scene.say("place.noted", place=scene.moments(params["zone"]).place), keys=NoKeys()
    )


def _without_keys(key: str) -> View:
    def view(params: Params, scene: Scene) -> Message:
        return Message(scene.say(key), keys=NoKeys())

    return view


def _choice(key: str, zones: Sequence[str], scene: Scene) -> Message:
    named = [(scene.moments(zone).place, zone) for zone in zones]
    return Message(
        scene.say(key, count=len(named)), [*_places(named, scene), [_to_question(scene)]]
    )


def _clock(offset: int, scene: Scene) -> datetime:
    return scene.now.astimezone(timezone(timedelta(minutes=offset))).replace(
        second=0, microsecond=0
    )


def _in_rows(buttons: Sequence[Button], width: int) -> list[Sequence[Button]]:
    return [buttons[at : at + width] for at in range(0, len(buttons), width)]


def _places(places: Iterable[tuple[str, str]], scene: Scene) -> list[list[Button]]:
    rows = []
    for place, zone in places:
        # A button's label is no HTML.
        time = scene.time(scene.now, zone)
        label = scene.say("button.place", place=Markup(place), time=time)
        rows.append([(label, data("zone", zone))])
    return rows


def _to_question(scene: Scene) -> Button:
    return scene.say("button.back"), data("open", "place")


VIEWS: Mapping[str, View] = {
    "ask_city": ask_city,
    "which_place": which_place,
    "countries": list_countries,
    "country_zones": country_zones,
    "clock_grid": clock_grid,
    "offset_zones": offset_zones,
    "is_this_it": is_this_it,
    "there_already": there_already,
    "share_place": share_place,
    "keys_away": keys_away,
    "place_heard": _without_keys("place.heard"),
    "share_failed": _without_keys("place.share_failed"),
    "place_unclear": sentence("place.unclear"),
}
