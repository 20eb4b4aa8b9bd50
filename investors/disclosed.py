"""Who may read the fields of investors and of the persons there; see core.disclosure_classes."""

from core.disclosure_classes import classified
from investors.models import Contact, Investor

# The row itself is published only once a decision lets the name be public: investors.guard.
classified(Investor, public="slug name country about", internal="tax_code")
classified(Contact, personal="name post phone email", internal="investor")
