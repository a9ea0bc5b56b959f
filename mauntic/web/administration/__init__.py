from mauntic.web.administration.menu import favicon, navigation
from mauntic.web.administration.site import Administration

__all__ = ["Administration", "favicon", "navigation"]
