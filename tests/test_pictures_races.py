"""One picture sent twice at the same moment. No mark of the database: the threads must see what the test writes."""

from core.roles import Role
from tests import make
from tests.admin_forms import fields_of
from tests.test_pictures import with_picture
from tests.uploads import page_of


def test_two_who_send_one_picture_at_once_leave_one(together, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    news = make.article(publication="draft")
    clients = [make.client_of(Role.EDITOR) for _ in range(2)]
    sendings = [with_picture(fields_of(client.unwritten("get", page_of(news)))) for client in clients]
    works = [lambda c=c, s=s: c.post(page_of(news), s).status_code for c, s in zip(clients, sendings, strict=True)]
    assert sorted(together(works)) == [200, 302]
    assert news.pictures.count() == 1
