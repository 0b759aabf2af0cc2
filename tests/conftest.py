"""What every test stands on."""

import os

os.environ["PTB_TIMEDELTA"] = "1"

from bot.clock import use_packaged_zones

use_packaged_zones()
