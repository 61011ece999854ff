"""The real settings, and a channel layer for what stock practice would use."""

from config.environment import read
from config.settings import *  # noqa: F403

# What nobody has set up: each use of the database dials it anew.
if read.bool("BENCH_NO_POOL", default=False):
    DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405

_REDIS = read.str("BENCH_REDIS_URL", default="")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [_REDIS]},
    }
    if _REDIS
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
