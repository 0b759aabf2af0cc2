"""Where somebody is: the question, what it may be answered with, and what came of it."""

from collections.abc import Iterable, Mapping

from bot.chat.callbacks import data
from bot.chat.scene import Button, Message, NoKeys, Params, Scene, ShareKey
from bot.chat.views.hours import back_to
from bot.chat.views.view import View, sentence
from bot.texts.catalogue import Markup


def ask_city(params: Params, scene: Scene) -> Message:
    """The question, answered by typing; below it the other ways to answer it."""
    share = (scene.say("button.share"), data("share"))
    return Message(scene.say("place.ask"), [[share], [back_to(params, scene)]])


def which_place(params: Params, scene: Scene) -> Message:
    """Up to five places, each with the time there: pressing one confirms it."""
    places = params["places"]
    rows = [*_places(places, scene), [_to_question(scene)]]
    return Message(scene.say("place.which", count=len(places)), rows)


def place_unknown(params: Params, scene: Scene) -> Message:
    """Nothing is like what they typed."""
    return Message(scene.say("place.unknown"), [[_to_question(scene)]])


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
    "place_unknown": place_unknown,
    "is_this_it": is_this_it,
    "there_already": there_already,
    "share_place": share_place,
    "keys_away": keys_away,
    "place_heard": _without_keys("place.heard"),
    "share_failed": _without_keys("place.share_failed"),
    "place_unclear": sentence("place.unclear"),
}
