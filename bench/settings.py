"""The real settings, and a channel layer for what stock practice would use."""

from config.environment import read
from config.settings import *  # noqa: F403

_REDIS = read.str("BENCH_REDIS_URL", default="")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [_REDIS]},
    }
    if _REDIS
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
