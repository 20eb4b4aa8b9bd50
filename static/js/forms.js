// Filters stand open beside the results on a wide screen (for browsers without ::details-content),
// empty inputs stay out of the address, and after a refused form the list of errors is read first.
for (const fold of document.querySelectorAll("[data-filters]")) {
  if (matchMedia("(min-width: 60em)").matches && !CSS.supports("selector(::details-content)")) fold.open = true;
}
for (const form of document.querySelectorAll('form[data-tidy]')) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}
document.querySelector("[data-focus]")?.focus();
