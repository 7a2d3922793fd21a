package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"grapevine/network"
)

// A network in a file is looked for beside the scenario, and has to have as
// many customers as the market.
func TestNetworkFile(t *testing.T) {
	if _, ok := network.Kinds["edge-list"]; !ok {
		t.Skip("no networks from files yet")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "market.toml")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "ties.csv"), []byte("ann,bob\nbob,cyd\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"customers = 3\n[network.friends]\nkind = \"edge-list\"\npath = \"ties.csv\"": "",
		"customers = 4\n[network.friends]\nkind = \"edge-list\"\npath = \"ties.csv\"": "customers = 3, as in the file",
		"[network.friends]\nkind = \"edge-list\"\npath = \"tie.csv\"":                 "there is no such file",
		"[network.friends]\nkind = \"edge-list\"\npath = \".\"":                       "it is a folder",
		"[network.friends]\nkind = \"edge-list\"":                                     "needs a path",
	} {
		write(text)
		s, err := Load(path, nil)
		if want != "" {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", text, err, want)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		away, err := LoadBytes("elsewhere.toml", s.Resolved(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if away.Hash() != s.Hash() {
			t.Error("the folder of a network file changes the hash")
		}
		same(t, s, away)
	}
}

// The file of a network is read once, however many settings of the scenario are
// tried, unless it is to be read in another way.
func TestNetworkFileIsReadOnce(t *testing.T) {
	dir := t.TempDir()
	ties := filepath.Join(dir, "ties.csv")
	if err := os.WriteFile(ties, []byte("ann,bob\nbob,cyd\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := LoadBytes(filepath.Join(dir, "market.toml"), []byte("customers = 3\n[network.friends]\nkind = \"edge-list\"\npath = \"ties.csv\""), nil)
	if err != nil {
		t.Fatal(err)
	}
	graph := func(s *Scenario) network.Generator { return s.Strategies[0].Plan.Layers[0].Graph }
	for set, same := range map[string]bool{"rates.notice=0.2": true, "network.friends.share=2": true, "network.friends.directed=true": false} {
		with, err := s.With([]string{set})
		if err != nil {
			t.Fatal(err)
		}
		if got := graph(with) == graph(s); got != same {
			t.Errorf("%s: the graph that was read is used: %v, want %v", set, got, same)
		}
	}
}

// A kind of network that takes the place of another leaves the other's keys
// behind; a key that is written beside the new kind is held against it.
func TestKindTakesPlace(t *testing.T) {
	s := load1(t, "cc-vs-ba", "network.friends.kind=barabasi-albert", "network.friends.attach=2")
	if g, ok := s.Strategies[0].Plan.Layers[0].Graph.(*network.BarabasiAlbert); !ok || g.Attach != 2 {
		t.Errorf("%+v", s.Strategies[0].Plan.Layers[0].Graph)
	}
	if _, err := Load("cc-vs-ba", []string{"network.friends.kind=barabasi-albert", "network.friends.rewire=0.2"}); err == nil {
		t.Error("rewire means nothing to barabasi-albert")
	}
	same(t, s, read(t, string(s.Resolved())))
}
