"""Where many strangers have a page or a mailbox under one name: it tells no company apart.

Public suffixes and the packages of mailbox providers come first; here is what they lack.
"""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


HOSTS_OF_MANY = _words(
    # Networks, videos and pictures.
    "facebook.com fb.com fb.me m.me messenger.com instagram.com threads.net threads.com whatsapp.com wa.me",
    "linkedin.com lnkd.in twitter.com x.com t.co youtube.com youtu.be vimeo.com twitch.tv tiktok.com",
    "pinterest.* pin.it snapchat.com reddit.com discord.com discord.gg telegram.me telegram.org t.me vk.com",
    "ok.ru weibo.com behance.net dribbble.com flickr.com soundcloud.com bsky.app mastodon.social quora.com",
    # Cards with links, short addresses and forms.
    "linktr.ee beacons.ai bio.link bio.site lnk.bio linkin.bio campsite.bio taplink.cc solo.to about.me",
    "allmylinks.com flow.page bit.ly tinyurl.com ow.ly goo.gl g.page g.co rb.gy cutt.ly is.gd shorturl.at",
    "forms.gle calendly.com typeform.com docsend.com",
    # Parts of large hosts that anyone can have.
    "sites.google.* docs.google.* drive.google.* maps.google.* business.google.* plus.google.*",
    "groups.google.* play.google.com apps.apple.com itunes.apple.com gist.github.com noreply.github.com",
    "sites.wix.com forms.office.com 1drv.ms privaterelay.appleid.com",
)
"""With all names below them; `*` stands for any public suffix."""

HOSTS_WITH_PAGES_OF_MANY = _words(
    "google.* amazon.* ebay.* etsy.com github.com gitlab.com bitbucket.org yelp.* tripadvisor.* trustpilot.*",
    "glassdoor.* crunchbase.com xing.com kununu.com indeed.com eventbrite.* meetup.com booking.com airbnb.*",
    "notion.so dropbox.com kickstarter.com patreon.com gofundme.com upwork.com fiverr.com producthunt.com",
    "angel.co wellfound.com clutch.co g2.com yell.com checkatrade.com yellowpages.* pagesjaunes.fr",
    "gelbeseiten.de 11880.com paginasamarillas.es paginegialle.it foursquare.com nextdoor.com houzz.*",
    "bandcamp.com spotify.com archive.org wikipedia.org wikidata.org wix.com squarespace.com shopify.com",
)
"""Employers themselves: only an address with a path is a page of somebody else."""

HOSTS_OF_SITES = tuple(
    sorted(
        _words(
            "wordpress.com wpcomstaging.com wpengine.com medium.com substack.com tumblr.com blogger.com",
            "livejournal.com typepad.com over-blog.com canalblog.com tistory.com ghost.io gitbook.io",
            "weebly.com squarespace.com webnode.com webnode.page jimdo.com jimdofree.com jimdosite.com",
            "godaddysites.com strikingly.com mystrikingly.com site123.me ueniweb.com business.site tilda.ws",
            "canva.site mailchimpsites.com hubspotpagebuilder.com hs-sites.com zohosites.com mozello.com",
            "doodlekit.com angelfire.com tripod.com geocities.com multiscreensite.com simdif.com ucoz.com",
            "narod.ru bitrix24.site nethouse.ru odoo.com hostingersite.com cargo.site dorik.io softr.app",
            "glide.page clickfunnels.com instapage.com unbouncepages.com mykajabi.com myportfolio.com",
            "crevado.com constantcontactsites.com myfreesites.net website2.me beepworld.de page.tl de.tl",
            "pagesperso-orange.fr ning.com bigcartel.com mybigcommerce.com storenvy.com thinkific.com",
            "teachable.com podia.com surge.sh 000webhostapp.com infinityfreeapp.com byethost.com",
            "onmicrosoft.com sharepoint.com atlassian.net",
        )
    )
)
"""What they give out is one name below theirs for each site, as public suffixes do."""

MAILBOX_PROVIDERS = _words(
    # Mail for anyone.
    "hey.com tutanota.com tutanota.de tuta.com tuta.io tutamail.com keemail.me mailbox.org posteo.de",
    "posteo.net disroot.org riseup.net startmail.com runbox.com mailfence.com ctemplar.com lavabit.com",
    "skiff.com cock.li duck.com mozmail.com simplelogin.com passmail.net passmail.com passport.com gmx.fr",
    "inbox.lt inbox.lv yandex.by mail.dk jubii.dk dbmail.com walla.com walla.co.il",
    # Those that come with a line to the home.
    "sfr.fr neuf.fr cegetel.net club-internet.fr numericable.fr noos.fr bbox.fr aliceadsl.fr",
    "t-online.de online.de kabelmail.de vodafonemail.de unitybox.de magenta.de chello.at hispeed.ch",
    "sunrise.ch ziggo.nl tin.it vodafone.it fastwebnet.it poste.it ono.com movistar.es clix.pt netcabo.pt",
    "proximus.be pt.lu otenet.gr forthnet.gr in.gr plus.net plusnet.com spectrum.net centurylink.net",
    "sympatico.ca bredband.net comhem.se telia.com telia.se tele2.se online.no stofanet.dk t-online.hu",
    "volny.cz azet.sk zoznam.sk daum.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp ocn.ne.jp",
    "nifty.com globo.com globomail.com telkomsa.net mweb.co.za vodamail.co.za pacific.net.sg hinet.net",
    "seed.net.tw pchome.com.tw netvigator.com indosat.net.id vsnl.com",
)
