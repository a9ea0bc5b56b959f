"""The look of the admin, which the settings read: names, colors and the menu."""

LOOK = {
    "SITE_TITLE": "Mauntic administration",
    "SITE_HEADER": "Mauntic",
    "SITE_URL": "/",
    "SITE_ICON": "mauntic.web.administration.favicon",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "mauntic.web.administration.favicon"}],
    "BORDER_RADIUS": "6px",
    # The blue of static/css/tokens.css, and lighter and darker steps of it.
    "COLORS": {
        "primary": {
            "50": "#eff6fe",
            "100": "#dbeafd",
            "200": "#bfdafb",
            "300": "#93c3f8",
            "400": "#7db8f5",
            "500": "#4a95e6",
            "600": "#0663bd",
            "700": "#0b5cad",
            "800": "#084a8c",
            "900": "#0b3f74",
            "950": "#07284a",
        }
    },
    "SIDEBAR": {"show_search": True, "navigation": "mauntic.web.administration.navigation"},
}
