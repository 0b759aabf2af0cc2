"""What a view is: one kind of message, from its parameters."""

from collections.abc import Callable

from bot.chat.scene import Message, Params, Scene

View = Callable[[Params, Scene], Message]


def sentence(key: str, *names: str) -> View:
    """A view that is one sentence of the catalogue, with these parameters in it."""

    def view(params: Params, scene: Scene) -> Message:
        return Message(scene.say(key, **{name: params[name] for name in names}))

    return view
