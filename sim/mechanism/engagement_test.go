package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func engagement(t testing.TB, set func(*mechanism.Engagement)) sim.Named {
	return named(t, "engagement", func(g *mechanism.Engagement) {
		g.Subscribe = mechanism.Subscribing{Customers: 0.3, Outsiders: 0.3}
		if set != nil {
			set(g)
		}
	})
}

// An audience is moved and feels valued, at a price; strangers are not reached.
// Who is contacted too often goes.
func TestEngagementEngages(t *testing.T) {
	p := market(300, 16)
	p.Rates.Consider = 0.02
	moved(t, with(p, engagement(t, func(g *mechanism.Engagement) { g.Persuasion = 0.2 })), p,
		map[string]response{"first purchases": over("first_purchases"), "bond": bond, "credit": credited("engagement"), "interactions": over("interactions")},
		map[string]response{"cost": account("engagement")}, map[string]response{"aware": func(tr *sim.Trace) float64 { return float64(tr.Column("reached_aware")[2]) }, "words": over("mentions_paid")})
	with2 := func(contacts float64) *sim.Plan {
		return with(p, engagement(t, func(g *mechanism.Engagement) { g.Contacts, g.Leave, g.FedUp = contacts, 0.02, 5 }))
	}
	moved(t, with2(4), with2(1), map[string]response{"gone": over("audience_left"), "contacts": over("contacts")}, nil, nil)
	moved(t, with(p, engagement(t, func(g *mechanism.Engagement) { g.Recognition = 0.3 })), with(p, engagement(t, nil)),
		map[string]response{"bond": bond}, nil, map[string]response{"contacts": over("contacts"), "cost": account("engagement")})
}

// Contacts come at the rate that was set, and the share of them that it says is
// answered.
func TestEngagementLaw(t *testing.T) {
	p := leaving(2000, 20)
	p.Rates = sim.Rates{}
	tr := run(t, with(p, engagement(t, func(g *mechanism.Engagement) {
		g.Subscribe.Customers, g.Leave, g.Contacts, g.Respond = 50, 0, 0.5, 0.2
	})), 0)
	if got := last("audience")(tr); got != 2000 {
		t.Errorf("an audience of %g, want all", got)
	}
	contacts := over("contacts")(tr)
	if want := 0.5 * 20 * 2000; math.Abs(contacts-want) > 4.5*math.Sqrt(want)+0.002*want {
		t.Errorf("%g contacts, want %d", contacts, int(want))
	}
	if got, want := over("interactions")(tr), 0.2*contacts; math.Abs(got-want) > 4.5*math.Sqrt(want*0.8) {
		t.Errorf("%g interactions, want %.0f", got, want)
	}
}

// Contacts with those who have not bought move them on at the rate of contacts
// times the probability that one does.
func TestEngagementPersuades(t *testing.T) {
	const n, weeks, contacts, persuasion = 5000, 10, 0.5, 0.2
	p := market(n, weeks)
	p.Rates, p.Layers, p.Stages = sim.Rates{}, nil, []string{"considering", "customer"}
	p.Record.Customers = false
	for _, mutant := range []float64{1, 0.8} {
		tr := run(t, with(p, engagement(t, func(g *mechanism.Engagement) {
			g.Subscribe.Outsiders, g.Leave, g.Contacts, g.Persuasion = 50, 0, contacts, persuasion*mutant
		})), 0)
		left := math.Exp(-contacts * persuasion * weeks)
		got, want := last("n_considering")(tr), n*left
		if se := math.Sqrt(want * (1 - left)); math.Abs(got-want) > 4.5*se != (mutant != 1) {
			t.Errorf("with %g of the persuasion: %.0f still consider, want %.0f ± %.0f", mutant, got, want, se)
		}
		if won, first := credited("engagement")(tr), over("first_purchases")(tr); won != first {
			t.Errorf("%.0f of %.0f first purchases are credited to contacts, which alone led to them", won, first)
		}
	}
}

func TestEngagementCosts(t *testing.T) {
	p := market(300, 16)
	set := func(g *mechanism.Engagement) {
		g.From, g.Until, g.CostPerWeek, g.CostPer, g.CostPerTalk = 4, 9, 7, 0.25, 2
	}
	tr := run(t, with(p, engagement(t, set)), 0)
	if got, want := -account("engagement")(tr), 5*7+0.25*over("contacts")(tr)+2*over("interactions")(tr); math.Abs(got-want) > 1e-9*want {
		t.Errorf("cost %.2f, want %.2f", got, want)
	}
	for week, n := range tr.Column("contacts") {
		if n > 0 && (week <= 4 || week > 9) {
			t.Errorf("week %d: %d contacts", week, n)
		}
	}
	tr = run(t, with(p, engagement(t, func(g *mechanism.Engagement) { set(g); g.CostPerWeek, g.Budget = 0, 5 })), 0)
	if got := -account("engagement")(tr); got < 5 || got > 15 {
		t.Errorf("cost %.2f, want 5 and not above 15", got)
	}
}

func TestEngagementAbsent(t *testing.T) {
	p := buying()
	alike(t, with(p, engagement(t, func(g *mechanism.Engagement) { g.Subscribe = mechanism.Subscribing{} })), p, "engagement")
	never := with(p, engagement(t, func(g *mechanism.Engagement) { g.From = 16 }))
	alike(t, never, p, "engagement")
	if got := account("engagement")(run(t, never, 2)); got != 0 {
		t.Errorf("never working costs %.2f", -got)
	}
}
