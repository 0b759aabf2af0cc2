"""Their data: to take along, to delete, and what is kept at all."""

from collections.abc import Mapping

from bot.chat.callbacks import data
from bot.chat.scene import Message, Params, Scene
from bot.chat.views.view import View, sentence
from bot.storage.backup import KEPT

FORMS = ("yearbook", "markdown", "json")


def export_ask(params: Params, scene: Scene) -> Message:
    """Which file."""
    buttons = [(scene.say(f"button.{form}"), data("export", form)) for form in FORMS]
    every = (scene.say("button.all_three"), data("export", "all"))
    return Message(scene.say("export.ask"), [buttons, [every]])


def export_wait(params: Params, scene: Scene) -> Message:
    """When the last files were made, and from when on there can be others."""
    last, after = (scene.when(params, name) for name in ("last", "next"))
    return Message(scene.say("export.wait", last=last, next=after))


def export(params: Params, scene: Scene) -> Message:
    """What stands below a file."""
    return Message(scene.say(f"export.{params['form']}"))


def export_not_sent(params: Params, scene: Scene) -> Message:
    """In place of a file that Telegram did not take."""
    return Message("\n\n".join([scene.say("export.not_sent"), *_contact(scene)]))


def deleteme_ask(params: Params, scene: Scene) -> Message:
    """What would go, with the export offered first."""
    messages = scene.say("deleteme.messages", count=params["messages"])
    days = scene.say("deleteme.days", count=params["days"])
    rows = [
        [(scene.say("button.export_first"), data("export", "first"))],
        [(scene.say("button.delete_everything"), data("forget", params["since"]))],
        [(scene.say("button.keep_everything"), data("remain"))],
    ]
    return Message(scene.say("deleteme.ask", messages=messages, days=days), rows)


def deleteme_sure(params: Params, scene: Scene) -> Message:
    """The second question."""
    yes = (scene.say("button.yes_everything"), data("forgetme", params["since"]))
    no = (scene.say("button.keep_everything"), data("remain"))
    return Message(scene.say("deleteme.sure"), [[no], [yes]])


def farewell(params: Params, scene: Scene) -> Message:
    """The last thing they hear; nothing of it is kept."""
    return Message(scene.say("deleteme.farewell", days=KEPT.days))


def privacy(params: Params, scene: Scene) -> Message:
    """What is kept, who can read it, for how long, and what can be done about it."""
    parts = [
        scene.say("privacy.what"),
        scene.say("privacy.who"),
        scene.say("privacy.how_long", days=KEPT.days),
        scene.say("privacy.yours"),
    ]
    return Message("\n\n".join([*parts, *_contact(scene)]))


def feedback_ask(params: Params, scene: Scene) -> Message:
    """What they would like to say."""
    return Message(scene.say("feedback.ask"), [[(scene.say("button.cancel"), data("cancel"))]])


def feedback(params: Params, scene: Scene) -> Message:
    """Thanks; or, where it could not be passed on (`passed`), how else to reach the operator."""
    if params.get("passed", True):
        return Message(scene.say("feedback.passed_on"))
    return Message("\n\n".join([scene.say("feedback.failed"), *_contact(scene)]))


def feedback_contact(params: Params, scene: Scene) -> Message:
    """Where to write to, since nothing can be passed on from here."""
    contact = scene.operator_contact
    if not contact:
        return Message(scene.say("feedback.no_contact"))
    return Message(scene.say("feedback.contact", contact=contact))


def _contact(scene: Scene) -> list[str]:
    contact = scene.operator_contact
    return [scene.say("help.contact", contact=contact)] if contact else []


VIEWS: Mapping[str, View] = {
    "export_ask": export_ask,
    "export_wait": export_wait,
    "export_coming": sentence("export.coming", "count"),
    "export": export,
    "export_not_sent": export_not_sent,
    "deleteme_ask": deleteme_ask,
    "deleteme_sure": deleteme_sure,
    "remaining": sentence("deleteme.remaining"),
    "nothing_kept": sentence("deleteme.nothing_kept"),
    "farewell": farewell,
    "privacy": privacy,
    "feedback_ask": feedback_ask,
    "feedback": feedback,
    "feedback_contact": feedback_contact,
}
