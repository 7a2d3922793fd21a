package network

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/graph/formats/gexf12"

	"grapevine/chance"
	"grapevine/knob"
)

// A file is read once, says how many customers it has, and is refused for
// another number.
func TestEdgeList(t *testing.T) {
	path := filepath.Join(t.TempDir(), "friends.csv")
	if err := os.WriteFile(path, []byte("from,to,hours\nann,bob,2\nbob,cid,0.5\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	e := knob.Defaults(&EdgeList{Path: path})
	e.Weighted = true
	if n, err := e.Customers(); n != 3 || err != nil {
		t.Fatalf("%d customers, %v", n, err)
	}
	if faults := e.Validate(4); len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), "customers = 4: want customers = 3, as in the file ") {
		t.Errorf("faults %v", faults)
	}
	g := grow(t, e, 3, chance.Of(1, 0), 1)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if again := grow(t, e, 3, chance.Of(2, 0), 2); again != g || tiesOf(g) != "0-1(2) 1-2(0.5)" {
		t.Errorf("ties %s, read again: %v", tiesOf(g), again != g)
	}
	for _, e := range []*EdgeList{{}, {Path: path}} {
		if faults := e.Validate(3); len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), "path = ") {
			t.Errorf("path %q: faults %v", e.Path, faults)
		}
	}
}

// What we write as GEXF is what gonum takes for GEXF 1.2.
func TestGEXFAgainstGonum(t *testing.T) {
	g, _ := FromWeightedTies(4, []Tie{{0, 1}, {2, 1}}, []float32{0.5, 2}, true)
	f, _ := FormatOf("x.gexf")
	var text bytes.Buffer
	if err := Write(&text, g, []string{"a", "b & c", "d", "e"}, f); err != nil {
		t.Fatal(err)
	}
	var theirs gexf12.Content
	if err := xml.Unmarshal(text.Bytes(), &theirs); err != nil {
		t.Fatal(err)
	}
	nodes, edges := theirs.Graph.Nodes.Nodes, theirs.Graph.Edges.Edges
	if theirs.Graph.DefaultEdgeType != "directed" || len(nodes) != 4 || nodes[1].Label != "b & c" || len(edges) != 2 || edges[1].Source != "d" || edges[1].Weight != 2 {
		t.Errorf("gonum reads %+v", theirs.Graph)
	}
}

func BenchmarkRead(b *testing.B) {
	g := grow(b, &BarabasiAlbert{Attach: 5}, 200_000, chance.Of(1, 0), 2)
	for _, ending := range []string{".txt", ".txt.zst", ".csv.gz", ".graphml"} {
		f, err := FormatOf("x" + ending)
		if err != nil {
			b.Fatal(err)
		}
		var text bytes.Buffer
		if err := Write(&text, g, nil, f); err != nil {
			b.Fatal(err)
		}
		b.Run("format="+ending[1:], func(b *testing.B) {
			for b.Loop() {
				if _, _, err := Read(bytes.NewReader(text.Bytes()), "f", ReadOptions{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*g.Size()), "ns/tie")
		})
		b.Run("write/format="+ending[1:], func(b *testing.B) {
			for b.Loop() {
				var to bytes.Buffer
				if err := Write(&to, g, nil, f); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*g.Size()), "ns/tie")
		})
	}
}
