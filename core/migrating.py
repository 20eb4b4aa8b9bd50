"""Operations of migrations that make many tables, or add many columns, in the time of one.

Django renders every related model anew after each operation, which here took two thirds of a first start.
"""

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel

from core.freshness import review_day


class AtOnce(Operation):
    """What `operations` together make of an app that has no table yet: each table as it stands after the last of them.

    They may create models and add fields, indexes and constraints to those, and nothing else.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        # Models that are not rendered cannot be rendered again: who needs them next renders them once.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self._models(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self._models(app_label, schema_editor, from_state)):
            schema_editor.delete_model(model)

    def _models(self, app_label, schema_editor, state):
        models = [
            state.apps.get_model(app_label, operation.name)
            for operation in self.operations
            if isinstance(operation, CreateModel)
        ]
        return [model for model in models if self.allow_migrate_model(schema_editor.connection.alias, model)]

    def describe(self):
        return f"Make {len(self.operations)} changes at once"


class ColumnsAtOnce(Operation):
    """Adds the columns of `operations`, all AddField of columns that may be empty, so that no table is rewritten."""

    serialization_expand_args = ["operations"]

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        # A table that gets a column is asked for nothing but its name, so the state before need not be rendered.
        for model, field in self._columns(app_label, schema_editor, to_state):
            schema_editor.add_field(model, field)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model, field in reversed(self._columns(app_label, schema_editor, from_state)):
            schema_editor.remove_field(model, field)

    def _columns(self, app_label, schema_editor, state):
        pairs = [(state.apps.get_model(app_label, one.model_name), one.name) for one in self.operations]
        alias = schema_editor.connection.alias
        return [(model, model._meta.get_field(name)) for model, name in pairs if self.allow_migrate_model(alias, model)]

    def describe(self):
        return f"Add {len(self.operations)} columns at once"


class ReviewDays(Operation):
    """Works out on which day each row there is falls due; `every` maps a model to the months of core.freshness."""

    reversible = True

    def __init__(self, every):
        self.every = every

    def state_forwards(self, app_label, state):
        """It changes rows only."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for name, months in self.every.items():
            # A new database has no rows, and need not render its models for them.
            if self._is_empty(schema_editor.connection, f"{app_label}_{name}"):
                continue
            model = to_state.apps.get_model(app_label, name)
            rows = list(model._base_manager.using(schema_editor.connection.alias).select_related("source"))
            for row in rows:
                row.reviewed_every = months
                row.review_due = review_day(row)
            model._base_manager.using(schema_editor.connection.alias).bulk_update(rows, ["review_due"], batch_size=200)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """The column goes as a whole."""

    @staticmethod
    def _is_empty(connection, table):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
            return cursor.fetchone() is None

    def describe(self):
        return "Work out when each fact is due for review"
