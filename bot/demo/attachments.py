"""What people's files are called, and what Telegram says of each kind."""

from typing import Any

Json = dict[str, Any]

SENT_BY_KIND = {
    "photo": ("photos", "photo.jpg", "image/jpeg"),
    "voice": ("voices", "voice.ogg", "audio/ogg"),
    "audio": ("music", "song.mp3", "audio/mpeg"),
    "video": ("videos", "video.mp4", "video/mp4"),
    "video_note": ("video_notes", "round.mp4", "video/mp4"),
    "animation": ("animations", "moving.mp4", "video/mp4"),
    "document": ("documents", "notes.pdf", "application/pdf"),
    "sticker": ("stickers", "sticker.webp", "image/webp"),
}
"""Where a person's files go, and what they are called unless they are named."""

FACTS_BY_KIND: dict[str, Json] = {
    "photo": {"width": 1280, "height": 960},
    "voice": {"duration": 7, "mime_type": "audio/ogg"},
    "audio": {"duration": 7, "mime_type": "audio/mpeg"},
    "video": {"width": 1280, "height": 720, "duration": 7, "mime_type": "video/mp4"},
    "video_note": {"length": 384, "duration": 7},
    "animation": {"width": 320, "height": 240, "duration": 2, "mime_type": "video/mp4"},
    "document": {"mime_type": "application/pdf"},
    "sticker": {
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "type": "regular",
        "emoji": "👍",
    },
}

WITH_A_DOCUMENT_BESIDE = "animation"
"""Telegram repeats an animation as a document, for clients that know no better."""

OTHER_THINGS: dict[str, Json] = {
    "contact": {"phone_number": "15550100", "first_name": "Noor"},
    "dice": {"emoji": "🎲", "value": 4},
    "poll": {
        "id": "77",
        "question": "Tea or coffee?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    },
    "game": {"title": "Snake", "description": "A snake", "photo": []},
    "story": {"id": 3, "chat": {"id": 42, "type": "private", "first_name": "Noor"}},
    "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 42, "type": "private"}},
}
"""What else a message can be, with facts that the library can read. The last is Telegram's own."""
