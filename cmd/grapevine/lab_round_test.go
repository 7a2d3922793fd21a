package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Teams that hand in links are ranked as if their strategies and levers had been
// written down, wherever and with which luck they have looked; what is wrong with
// any of the links is told of all at once.
func TestRoundOfLinks(t *testing.T) {
	round := func(table string) (int, string) {
		file := filepath.Join(t.TempDir(), "teams.csv")
		if err := os.WriteFile(file, []byte(table), 0o666); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		code := Main(t.Context(), []string{"lab", "classroom-journey", "--round", file, "--worlds", "3", "--seed", "4711"}, &out, &out)
		return code, out.String()
	}
	_, written := round("team,strategy,product.quality,talk.persuasion.friends\nLoud,more talk,0.4,\nOpen,open brand,0.8,0.1\n")
	code, linked := round("team,link\n" +
		"Loud,file:///D:/lab.html#p=classroom-journey&product.quality=0.4&seed=1&a=as+it+is&b=more+talk&week=30&person=3\n" +
		"Open,#p=classroom-journey&product.quality=0.8&talk.persuasion.friends=0.1&seed=9&world=2&a=as+it+is&b=open+brand\n")
	if code != 0 || linked != written || !strings.Contains(written, "Open") {
		t.Errorf("by links, code %d:\n%s\nwritten down:\n%s", code, linked, written)
	}
	code, said := round("team,link\nA,nonsense\nB,#p=cc-vs-ba&b=both\nC,#p=classroom-journey\n")
	for _, want := range []string{":2: team A: ", ":3: team B: its link is to cc-vs-ba", ":4: team C: its link has no strategy B"} {
		if code != exitUsage || !strings.Contains(said, want) {
			t.Errorf("code %d, and %q is not said:\n%s", code, want, said)
		}
	}
}
