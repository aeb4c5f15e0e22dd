// Follows what the console does in the background; shows the page anew once it is done.
const job = document.getElementById("job");
const text = document.getElementById("job-text");
const bar = document.getElementById("job-bar");

async function look() {
  const answer = await fetch(`/job?name=${encodeURIComponent(job.dataset.name)}`);
  const now = await answer.json();
  if (!now.running) {
    location.reload();
    return;
  }
  text.textContent = now.text;
  bar.max = Math.max(1, now.total);
  bar.value = now.done;
  setTimeout(look, 500);
}

if (job) look();
