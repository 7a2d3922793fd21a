package scenarios

import (
	"fmt"
	"testing"
)

// Strategies that differ in one number alone are a ladder, sorted by it; one
// may stand on two, and what differs in a word or in two numbers is none.
func TestLadders(t *testing.T) {
	s := read(t, `
network.friends = { kind = "watts-strogatz" }
talk.persuasion = { friends = 0.1 }
strategy = [
	{ name = "none" },
	{ name = "s9", referral = { reward_sender = 9 } },
	{ name = "0", referral = { } },
	{ name = "s3", referral = { reward_sender = 3 } },
	{ name = "r2", referral = { reward_receiver = 2 } },
	{ name = "r1", referral = { reward_receiver = 1 } },
	{ name = "both", referral = { reward_sender = 5, reward_receiver = 5 } },
	{ name = "p1", product = { price = 30 } },
]`)
	got := ""
	for _, l := range s.Ladders() {
		got += l.Key
		for _, r := range l.Rungs {
			got += fmt.Sprintf(" %s=%g", s.Strategies[r.Strategy].Name, r.At)
		}
		got += "; "
	}
	const want = "referral.reward_receiver 0=0 r1=1 r2=2; referral.reward_sender 0=0 s3=3 s9=9; "
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, e := range Presets() {
		load1(t, e.Name).Ladders() // whatever keys a scenario has
	}
	if l := load1(t, "cc-vs-ba").Ladders(); l != nil {
		t.Errorf("strategies that differ in programmes are a ladder: %+v", l)
	}
}

// Keys that nobody has set and that have no default, as of a move, are no
// obstacle.
func TestLaddersWithMoves(t *testing.T) {
	s := read(t, `
network.friends = { kind = "watts-strogatz" }
move = [ { from = "lapsed", to = "customer", rate = 0.1 } ]
segment = [ { name = "all" } ]
strategy = [ { name = "a", product = { price = 1 } }, { name = "b", product = { price = 2 } }, { name = "c", product = { price = 3 } } ]`)
	if l := s.Ladders(); len(l) != 1 || l[0].Key != "product.price" {
		t.Errorf("%+v, want the price alone", l)
	}
}
