package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A value that only strategies have is moved in those that have it, and in no
// other: set to what it is, it changes nothing, and the strategies without it stay
// as they are wherever it is moved. Setting the key for the market, as --set does,
// switches its table on for all of them.
func TestTornadoMovesWhatStrategiesHave(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hosts.toml")
	const text = `
customers = 300
weeks = 20
objective.maximise = "profit"
network.friends = { kind = "watts-strogatz", mean_degree = 6 }
advertising.rate = 0.05
talk = {}
[[strategy]]
name = "as now"
[[strategy]]
name = "community"
use = "sponsored-community"
[[strategy]]
name = "both"
use = ["sponsored-community", "referral"]
`
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	l, err := loadTrials(file, nil, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := &tornadoCommand{By: "20%", Reach: 3, Replicates: 2, Vary: []string{"community.hosts_per_week"}}
	factors, _, err := c.factors(l)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"strategy.community.community.hosts_per_week", "strategy.both.community.hosts_per_week"}
	if len(factors) != 1 || !slices.Equal(factors[0].Paths, want) {
		t.Fatalf("moves %+v, want %v", factors, want)
	}
	if _, err := c.move(t.Context(), l, factors, nil); err != nil {
		t.Fatal(err)
	}
	at := func(set ...string) [][]float64 {
		values, err := l.try(t.Context(), [][]string{set}, 1, 2)
		if err != nil {
			t.Fatal(err)
		}
		return values[0]
	}
	plain, same := at(), at(want[0]+"=1", want[1]+"=1")
	for i := range plain {
		if !slices.Equal(plain[i], same[i]) {
			t.Errorf("%s: %v with hosts as they are, want %v", l.s.Strategies[i].Name, same[i], plain[i])
		}
	}
	if moved := at(want[0]+"=3", want[1]+"=3"); !slices.Equal(plain[0], moved[0]) || slices.Equal(plain[1], moved[1]) {
		t.Errorf("three hosts: %v without a community, want %v; with one %v, as before", moved[0], plain[0], moved[1])
	}
	if everybody := at("community.hosts_per_week=3"); slices.Equal(plain[0], everybody[0]) {
		t.Error("the defect was not seen: the market's key leaves the strategy without a community as it was")
	}
}
