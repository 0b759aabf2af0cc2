"""Everything that is not a conversation."""

from telegram import Chat, ChatMember, Update

from bot.chat.context import Context, pass_over, speaker
from bot.usecases import reachability, reflections


async def membership(update: Update, context: Context) -> None:
    """Someone blocked the bot, or took that back."""
    change = update.my_chat_member
    assert change is not None
    if change.chat.type != Chat.PRIVATE:
        await context.write(pass_over)
        return
    gone = change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
    note = reachability.note_block if gone else reachability.note_return
    await context.write(note, speaker(update))


async def moved(update: Update, context: Context) -> None:
    """A chat goes on as a supergroup (fault 34): it says so under its old id and its new."""
    message = update.effective_message
    assert message is not None
    here = message.chat_id
    if message.migrate_to_chat_id is not None:
        await context.write(reachability.note_move, here, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await context.write(reachability.note_move, message.migrate_from_chat_id, here)


async def old_button(update: Update, context: Context) -> None:
    """A button of another version, or one that nobody made."""
    await context.write(pass_over)
    if update.callback_query is not None:
        await context.answer(update.callback_query, "press.old_button")


async def ignore(update: Update, context: Context) -> None:
    """Anything else is noted as handled, and that is all."""
    await context.write(pass_over)


async def unknown_command(update: Update, context: Context) -> None:
    """A command that there is not."""
    await context.write(reflections.point_to_help, speaker(update))
