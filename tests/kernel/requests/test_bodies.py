"""How large a body each view takes."""

from functools import partial

from mauntic.kernel.requests.bodies import AROUND_A_FILE, DEFAULT_BYTES, most_bytes_of, takes_bodies_of

MEGABYTE = 1024 * 1024


def view(request: object) -> None:
    """A view that says nothing of its bodies."""


def test_a_view_takes_one_megabyte_unless_it_says_more():
    assert DEFAULT_BYTES == most_bytes_of(view) == MEGABYTE


def test_around_a_file_there_is_room_for_the_rest_of_its_form():
    @takes_bodies_of(20 * MEGABYTE)
    def upload(request: object) -> None:
        """A view that takes files."""

    assert AROUND_A_FILE == 256 * 1024
    assert most_bytes_of(upload) == 20 * MEGABYTE + 256 * 1024


def test_a_class_of_views_says_it_for_its_function():
    @takes_bodies_of(5 * MEGABYTE)
    class Uploads:
        """Views of Django and of the REST framework name their class in two ways."""

    for name in ("cls", "view_class"):
        of_class = partial(view)
        setattr(of_class, name, Uploads)
        assert most_bytes_of(of_class) == 5 * MEGABYTE + AROUND_A_FILE


def test_what_the_function_says_outweighs_its_class():
    @takes_bodies_of(5 * MEGABYTE)
    class Uploads:
        """A class of views."""

    of_class = takes_bodies_of(MEGABYTE)(partial(view))
    of_class.cls = Uploads
    assert most_bytes_of(of_class) == MEGABYTE + AROUND_A_FILE
