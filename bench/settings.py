"""The real settings, and a channel layer for what stock practice would use."""

from config.reader import read
from config.settings import *  # noqa: F403

# What nobody has set up: each use of the database dials it anew.
if read.truth("BENCH_NO_POOL", default=False):
    DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405

# As the library's guide has it; our own is for threads (config/static.py).
if read.truth("BENCH_STOCK_PAGES", default=False):
    _OURS = MIDDLEWARE.index("config.static.StaticFiles")  # noqa: F405
    MIDDLEWARE[_OURS] = "servestatic.middleware.ServeStaticMiddleware"  # noqa: F405

_REDIS = read.text("BENCH_REDIS_URL", default="")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [_REDIS]},
    }
    if _REDIS
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
