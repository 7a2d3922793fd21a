package scenarios

import (
	"slices"
	"strings"
	"testing"
)

const twinsHead = `
network.friends = { kind = "ring" }
[talk]
persuasion = { friends = 0.1 }
[community]
[commerce]
[twins]
`

// Tables to be done without are checked before anything runs.
func TestTwins(t *testing.T) {
	s, err := LoadBytes("t.toml", []byte(twinsHead+`without = ["talk", "community+commerce"]`), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Twins.Baseline || !slices.Equal(s.Twins.Without, Names{"talk", "community+commerce"}) {
		t.Errorf("read %+v", s.Twins)
	}
	again, err := LoadBytes("t.toml", s.Resolved(), nil)
	if err != nil || !slices.Equal(again.Twins.Without, s.Twins.Without) || again.Hash() != s.Hash() {
		t.Errorf("written and read again: %+v, %v", again, err)
	}
	for value, want := range map[string]string{
		`"tolk"`:             `did you mean "talk"?`,
		`"community"`:        `cannot do without community: commerce needs a community`,
		`["talk", "talk"]`:   `names "talk" twice`,
		`"talk+advertising"`: `no strategy has a table [advertising]`,
	} {
		_, err := LoadBytes("t.toml", []byte(twinsHead+"without = "+value), nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("without = %s: %v, want %q", value, err, want)
		}
	}
}
