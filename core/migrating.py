"""An operation of migrations that makes many tables in the time of one.

Django renders every related model anew after each operation, which here took two thirds of a first start.
"""

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel


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
