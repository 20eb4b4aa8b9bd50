"""What a browser would post back from a form of the officers' side."""


def _initial(field):
    value = field.value()
    if value is None or value is False:
        return None
    if value is True:
        return "on"
    if isinstance(value, list | tuple):
        return [str(getattr(item, "pk", item)) for item in value]
    return str(field.field.widget.format_value(value) or "") if not hasattr(field.field, "choices") else str(value)


def _form_fields(form):
    return {field.html_name: value for field in form if (value := _initial(field)) is not None}


def fields_of(response):
    """{name: value} of the main form and its inline rows, as a person who touches nothing would send them."""
    fields = _form_fields(response.context["adminform"].form)
    for inline in response.context.get("inline_admin_formsets", ()):
        fields |= _form_fields(inline.formset.management_form)
        for form in inline.formset.forms:
            fields |= _form_fields(form)
    return fields
