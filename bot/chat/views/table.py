"""Every kind of message there is; the outbox holds no other."""

from collections.abc import Mapping

from bot.chat.views import days, joining, others, pausing, reflections, runs, streaks
from bot.chat.views.view import View

VIEWS: Mapping[str, View] = {
    **joining.VIEWS,
    **days.VIEWS,
    **reflections.VIEWS,
    **streaks.VIEWS,
    **pausing.VIEWS,
    **runs.VIEWS,
    **others.VIEWS,
}
