"""Every kind of message there is; the outbox holds no other."""

from collections.abc import Mapping

from bot.chat.views import (
    data,
    days,
    follow_ups,
    hours,
    joining,
    memories,
    nudging,
    others,
    past,
    pausing,
    places,
    reflections,
    runs,
    settings,
    streaks,
)
from bot.chat.views.view import View

VIEWS: Mapping[str, View] = {
    **joining.VIEWS,
    **places.VIEWS,
    **hours.VIEWS,
    **settings.VIEWS,
    **days.VIEWS,
    **past.VIEWS,
    **memories.VIEWS,
    **follow_ups.VIEWS,
    **reflections.VIEWS,
    **streaks.VIEWS,
    **pausing.VIEWS,
    **nudging.VIEWS,
    **runs.VIEWS,
    **data.VIEWS,
    **others.VIEWS,
}
