// Checks a running hub's history with golang.org/x/mod/sumdb, which knows nothing of ExchangeHub: the checkpoint with its log key,
// every tile against the root, every leaf against the tiles, and that the hub's own proofs verify. Prints what it checked.
//
//	main URL VKEY
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func must(err error, what string) {
	if err != nil {
		fmt.Println("WRONG", what, err)
		os.Exit(1)
	}
}

func get(url string) []byte {
	answer, err := http.Get(url)
	must(err, url)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(err, url)
	if answer.StatusCode != 200 {
		must(fmt.Errorf("status %d: %s", answer.StatusCode, body), url)
	}
	return body
}

// group writes a number as C2SP tlog-tiles does: x001/x234/067.
func group(n int64) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	return path
}

type tiles struct{ url string }

func (t tiles) Height() int { return height }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(wanted))
	for i, tile := range wanted {
		path := fmt.Sprintf("%s/tile/%d/%s", t.url, tile.L, group(tile.N))
		if tile.W < 1<<height {
			path += fmt.Sprintf(".p/%d", tile.W)
		}
		data[i] = get(path)
	}
	return data, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	url := strings.TrimSuffix(os.Args[1], "/")
	verifier, err := note.NewVerifier(os.Args[2])
	must(err, "the key of the log")
	opened, err := note.Open(get(url+"/checkpoint"), note.VerifierList(verifier))
	must(err, "the checkpoint")
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "the size")
	digest, err := base64.StdEncoding.DecodeString(lines[2])
	must(err, "the root")
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], digest)

	// A reader that checks each tile against the root of the checkpoint.
	reader := tlog.TileHashReader(tree, tiles{url})
	for first := int64(0); first < size; first += 1 << height {
		width := size - first
		path := fmt.Sprintf("%s/tile/entries/%s", url, group(first>>height))
		if width < 1<<height {
			path += fmt.Sprintf(".p/%d", width)
		}
		bundle := get(path)
		for index := first; len(bundle) > 0; index++ {
			length := binary.BigEndian.Uint16(bundle)
			leaf := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			must(err, "a tile")
			if hashes[0] != tlog.RecordHash(leaf) {
				must(fmt.Errorf("index %d", index), "a leaf")
			}
		}
	}

	// The hub's own proofs, line by line.
	proofs := int64(0)
	for position := int64(1); position <= size; position += 1 + size/20 {
		parts := strings.SplitN(string(get(fmt.Sprintf("%s/proof/%d", url, position))), "\n\n", 2)
		opened, err := note.Open([]byte(parts[1]), note.VerifierList(verifier))
		must(err, "the checkpoint of a proof")
		lines := strings.Split(opened.Text, "\n")
		size, _ := strconv.ParseInt(lines[1], 10, 64)
		var root tlog.Hash
		digest, _ := base64.StdEncoding.DecodeString(lines[2])
		copy(root[:], digest)
		var leaf tlog.Hash
		var path tlog.RecordProof
		for _, line := range strings.Split(parts[0], "\n")[1:] {
			switch {
			case strings.HasPrefix(line, "extra "):
				entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(line, "extra "))
				must(err, "the leaf of a proof")
				leaf = tlog.RecordHash(entry)
			case strings.HasPrefix(line, "index "):
			default:
				hash, err := base64.StdEncoding.DecodeString(line)
				must(err, "a hash of a proof")
				var next tlog.Hash
				copy(next[:], hash)
				path = append(path, next)
			}
		}
		must(tlog.CheckRecord(path, size, root, position-1, leaf), fmt.Sprintf("the proof of position %d", position))
		proofs++
	}
	fmt.Printf("checked %d leaves and %d proofs\n", size, proofs)
}
