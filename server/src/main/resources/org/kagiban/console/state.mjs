import { bytes, checkpoint, consistency } from "./proof.mjs";
import "./job.mjs";

const place = document.getElementById("seen");
const name = `kagiban-console ${place.dataset.origin}`;

function say(kind, text) {
  place.className = `box ${kind}`;
  place.textContent = text;
}

const base64 = (b) => btoa(String.fromCharCode(...b));

try {
  const seen = JSON.parse(localStorage.getItem(name));
  const answer = await fetch(`/consistency?size=${seen ? seen.size : 0}`);
  if (!answer.ok) throw new Error("the console gave no proof");
  const proof = await answer.json();
  const now = await checkpoint(bytes(proof.checkpoint), proof.keys);
  if (now.origin !== place.dataset.origin) throw new Error("the checkpoint is another log's");
  if (seen) {
    await consistency(BigInt(seen.size), bytes(seen.root), now.size, now.root, proof.path.map(bytes));
  }
  localStorage.setItem(name, JSON.stringify(
    { size: String(now.size), root: base64(now.root), time: new Date().toISOString() }));
  if (seen) {
    say("good", `PROVEN in this browser: the checkpoint of ${now.size} events continues that of `
      + `${seen.size} which it saw at ${seen.time}`);
  } else {
    say("good", "This is the first checkpoint that this browser sees here; its signature fits. "
      + "From now on each is held against the one before.");
  }
} catch (e) {
  say("bad", `NOT PROVEN that the log continues what this browser saw: ${e.message}`);
}
