package scenarios

import (
	"strings"
	"testing"
)

// Every preset has levers; each has a place to stand in its range, and moving it
// there gives a scenario that can be run.
func TestLevers(t *testing.T) {
	for _, p := range Presets() {
		s := load1(t, p.Name)
		levers := s.Levers()
		if len(levers) == 0 {
			t.Errorf("%s: no levers", p.Name)
		}
		for _, l := range levers {
			ends := l.Values
			if ends == nil {
				if l.Min >= l.Max {
					t.Errorf("%s: %s goes from %g to %g", p.Name, l.Key, l.Min, l.Max)
				}
				ends = []string{number(l.Min), number(l.Max)}
			}
			if l.Value == "" || l.Doc == "" {
				t.Errorf("%s: %+v", p.Name, l)
			}
			for _, value := range append(ends, l.Value) {
				if _, err := s.With([]string{l.Key + "=" + value}); err != nil {
					t.Errorf("%s: %s = %s: %v", p.Name, l.Key, value, err)
				}
			}
		}
	}
}

// A lever of a table that only strategies have is one of all of them, if they
// have it alike; what is no key is a fault, and what the scenario is run with
// does not hang on what may be moved.
func TestNamedLevers(t *testing.T) {
	const text = `
title = "Levers"
levers = ["community.hosts_per_week", "referral.rate", "product.quality"]
network.friends = { kind = "watts-strogatz", mean_degree = 6 }
[[strategy]]
name = "one"
community = { hosts_per_week = 1 }
referral = { rate = 0.1 }
[[strategy]]
name = "two"
community = { hosts_per_week = 1 }
referral = { rate = 0.2 }
`
	s, err := LoadBytes("levers.toml", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	levers := s.Levers()
	if len(levers) != 2 || levers[0].Key != "community.hosts_per_week" || len(levers[0].Paths) != 2 || levers[1].Key != "product.quality" {
		t.Fatalf("levers are %+v, want hosts in two strategies and quality; rates of referral differ", levers)
	}
	without, err := LoadBytes("levers.toml", []byte(strings.Replace(text, "levers = ", "# ", 1)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Hash() != without.Hash() {
		t.Error("naming levers makes it another scenario")
	}
	if _, err := LoadBytes("levers.toml", []byte(strings.Replace(text, "product.quality", "product.qualty", 1)), nil); err == nil || !strings.Contains(err.Error(), "qualty") {
		t.Errorf("a lever that is no key gives %v", err)
	}
}
