// Comfort alone: each page works without it.
const problem = document.getElementById("problem");
if (problem) problem.focus();

// A second click must not cancel the first one's answer.
for (const form of document.forms) {
  form.addEventListener("submit", event => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

const wait = document.querySelector("[data-wait]");
if (wait) {
  const end = performance.now() + wait.dataset.wait * 1000;
  const timer = setInterval(() => {
    const left = Math.ceil((end - performance.now()) / 1000);
    wait.textContent = Math.max(0, left);
    if (left > 0) return;
    clearInterval(timer);
    document.querySelector(".wait").hidden = true;
    document.querySelector("fieldset:disabled").disabled = false;
    document.querySelector("fieldset input")?.focus();
  }, 250);
}
