// Logcheck reads a log's folder with Go's own packages for signed notes and transparency logs, which
// share no code with ours, and checks everything that ours says about it. Standard input: a line for
// each proof, "record <index> <hash>...", "tree <old size> <old root> <hash>..." or "file <path>", a
// c2sp.org/tlog-proof with its entry; all in base64.
//
// Usage: logcheck <folder>, with vkey, checkpoint and tile/ in it, and witness.vkey where the
// checkpoint is cosigned.
package main

import (
	"bufio"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tiles reads tiles of height 8; our paths leave the height out and say "entries" for "data".
type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) read(tile tlog.Tile) ([]byte, error) {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	path = strings.Replace(path, "tile/data/", "tile/entries/", 1)
	return os.ReadFile(filepath.Join(t.folder, path))
}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := t.read(tile)
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// witness verifies cosignatures, which Go's note package leaves to its callers.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }

func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 72 {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

func newWitness(vkey string) witness {
	parts := strings.SplitN(vkey, "+", 3)
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	must(err)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	if len(key) != 33 || key[0] != 4 {
		log.Fatalf("not a witness's key: %s", vkey)
	}
	return witness{parts[0], uint32(hash), key[1:]}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func file(folder, name string) string {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(err)
	return string(data)
}

// The keys of the log and, where there is one, of the witness.
func keys(folder string) (note.Verifier, []note.Verifier) {
	verifier, err := note.NewVerifier(strings.TrimSpace(file(folder, "vkey")))
	must(err)
	all := []note.Verifier{verifier}
	if _, err := os.Stat(filepath.Join(folder, "witness.vkey")); err == nil {
		all = append(all, newWitness(strings.TrimSpace(file(folder, "witness.vkey"))))
	}
	return verifier, all
}

func open(folder string, checkpoint string) tlog.Tree {
	verifier, all := keys(folder)
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(all...))
	must(err)
	if len(opened.Sigs) != len(all) || len(opened.UnverifiedSigs) != 0 {
		log.Fatalf("%d signatures verified, %d did not", len(opened.Sigs), len(opened.UnverifiedSigs))
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		log.Fatalf("not a checkpoint of %s: %q", verifier.Name(), opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

// A proof that stands alone: the entry, its index, the path and the checkpoint.
func checkFile(folder, path string) {
	head, checkpoint, found := strings.Cut(file("", path), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		log.Fatalf("not a proof: %s", path)
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	tree := open(folder, checkpoint)
	proof := tlog.RecordProof(hashes(lines[3:]))
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)))
}

func hash(text string) tlog.Hash {
	parsed, err := tlog.ParseHash(text)
	must(err)
	return parsed
}

func hashes(texts []string) []tlog.Hash {
	all := []tlog.Hash{}
	for _, text := range texts {
		all = append(all, hash(text))
	}
	return all
}

func same(a, b []tlog.Hash) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Every entry, hashed by Go, makes the root.
func checkEntries(tree tlog.Tree, from tiles) {
	stored := []tlog.Hash{}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var all []tlog.Hash
		for _, i := range indexes {
			all = append(all, stored[i])
		}
		return all, nil
	})
	for n := int64(0); n < tree.N; {
		width := int(tree.N - n)
		if width > 256 {
			width = 256
		}
		bundle, err := from.read(tlog.Tile{H: 8, L: -1, N: n / 256, W: width})
		must(err)
		for i := 0; i < width; i++ {
			length := int(binary.BigEndian.Uint16(bundle))
			more, err := tlog.StoredHashes(n, bundle[2:2+length], reader)
			must(err)
			stored = append(stored, more...)
			bundle = bundle[2+length:]
			n++
		}
		if len(bundle) != 0 {
			log.Fatalf("the bundle of entry %d is too long", n-1)
		}
	}
	root, err := tlog.TreeHash(tree.N, reader)
	must(err)
	if root != tree.Hash {
		log.Fatalf("the entries have root %v, not %v", root, tree.Hash)
	}
}

func main() {
	log.SetFlags(0)
	folder := os.Args[1]
	tree := open(folder, file(folder, "checkpoint"))
	from := tiles{folder}
	checkEntries(tree, from)
	reader := tlog.TileHashReader(tree, from)
	proofs := 0
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		proofs++
		if words[0] == "file" {
			checkFile(folder, words[1])
			continue
		}
		n, err := strconv.ParseInt(words[1], 10, 64)
		must(err)
		switch words[0] {
		case "record":
			leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
			must(err)
			ours := tlog.RecordProof(hashes(words[2:]))
			must(tlog.CheckRecord(ours, tree.N, tree.Hash, n, leaf[0]))
			theirs, err := tlog.ProveRecord(tree.N, n, reader)
			must(err)
			if !same(ours, theirs) {
				log.Fatalf("another proof of record %d", n)
			}
		case "tree":
			ours := tlog.TreeProof(hashes(words[3:]))
			must(tlog.CheckTree(ours, tree.N, tree.Hash, n, hash(words[2])))
			theirs, err := tlog.ProveTree(tree.N, n, reader)
			must(err)
			if !same(ours, theirs) {
				log.Fatalf("another proof of tree %d", n)
			}
		default:
			log.Fatalf("unknown: %s", words[0])
		}
	}
	must(lines.Err())
	fmt.Printf("size %d, %d proofs\n", tree.N, proofs)
}
