package sim

import (
	"math"
	"testing"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/network"
)

// people opens a market of two segments, a third and two thirds of it, and
// tells every customer's segment.
func people(t *testing.T, customers int, g network.Generator, at Placement, set func(a, b *Segment)) *Market {
	t.Helper()
	ordinary := *knob.Defaults(&Segment{})
	a, b := ordinary, ordinary
	a.Name, a.Share, b.Name, b.Share = "students", 1./3, "families", 2./3
	if set != nil {
		set(&a, &b)
	}
	p := &Plan{Customers: customers, Weeks: 1, Step: 1, Segments: []Segment{a, b}, Placement: at,
		Layers: []Layer{{Name: "friends", Graph: g, LayerTable: LayerTable{Trust: 1, Share: 1}}}}
	luck := chance.Of(3, 1)
	w, err := NewWorld(p, luck, 1)
	if err != nil {
		t.Fatal(err)
	}
	m, err := newMarket(p, w, luck, 1, new(memory))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// On a path, where everybody has one tie before them, two neighbours are of
// the same segment with probability h + (1-h)·Σ share²; shares stay what they
// are. The tolerance is four standard errors of a share in a path that
// remembers: (1+h)/(1-h) times the variance of independent draws.
func TestPlacementHomophily(t *testing.T) {
	const n = 60_000
	for _, h := range []float64{0, 0.4, 0.8} {
		m := people(t, n, &network.Path{}, Placement{Rule: "homophily", Homophily: h}, nil)
		alike, students := 0, 0
		for i := range int32(n) {
			if m.Segment(i) == 0 {
				students++
			}
			if i > 0 && m.Segment(i) == m.Segment(i-1) {
				alike++
			}
		}
		wide := math.Sqrt((1 + h) / (1 - h) / 4 / n)
		if got, want := float64(alike)/(n-1), h+(1-h)*5/9; math.Abs(got-want) > 4*wide {
			t.Errorf("homophily %g: %.4f of neighbours alike, want %.4f ± %.4f", h, got, want, 4*wide)
		}
		if got := float64(students) / n; math.Abs(got-1./3) > 4*wide {
			t.Errorf("homophily %g: %.4f are students, want a third ± %.4f", h, got, 4*wide)
		}
	}
}

// Places take up communities: with as many as there are places, and as large,
// a community is a place; segments of one place are mixed there.
func TestPlacementCommunities(t *testing.T) {
	blocks := &network.StochasticBlocks{Shares: []float64{1. / 3, 2. / 3}, Within: 6, Between: 1}
	at := Placement{Rule: "communities"}
	m := people(t, 3000, blocks, at, nil)
	planted := blocks.Planted(3000, m.Luck)
	for i := range int32(3000) {
		if m.Segment(i) != int(planted[i]) {
			t.Fatalf("customer %d of community %d is of segment %d", i, planted[i], m.Segment(i))
		}
	}
	m = people(t, 3000, blocks, at, func(a, b *Segment) { a.Place, b.Place = "town", "town" })
	var students [2]float64
	for i := range int32(3000) {
		if m.Segment(i) == 0 {
			students[planted[i]]++
		}
	}
	for k, size := range []float64{1000, 2000} {
		if wide := 4 * math.Sqrt(2./9/size); math.Abs(students[k]/size-1./3) > wide {
			t.Errorf("community %d of one town: %.3f students, want a third ± %.3f", k, students[k]/size, wide)
		}
	}
}

// Talkativeness may go with ties, resistance with talkativeness, and influence
// with use; the spread of a trait leaves its mean.
func TestTraits(t *testing.T) {
	star := &network.Star{}
	m := people(t, 101, star, Placement{}, func(a, b *Segment) {
		for _, g := range []*Segment{a, b} {
			g.TalkByTies, g.LeadersSwayed, g.HeavyUsersLead, g.Need = 1, 0.5, 2, 3
		}
	})
	hub, mean := m.traits[0], 200./101
	if got := float64(hub.talk); math.Abs(got-100/mean) > 1e-4 {
		t.Errorf("the hub talks %.4f times as much, want %.4f", got, 100/mean)
	}
	if got, want := float64(hub.susceptible), math.Pow(100/mean, -0.5); math.Abs(got-want) > 1e-6 {
		t.Errorf("the hub heeds %.4f as much, want %.4f", got, want)
	}
	if hub.influence != 9 {
		t.Errorf("who needs three times as much is heard %g times as well, want 9", hub.influence)
	}
	const n = 40_000
	m = people(t, n, star, Placement{}, func(a, b *Segment) {
		for _, g := range []*Segment{a, b} {
			g.SusceptibleSpread, g.NeedSpread = 0.5, 0.5
		}
	})
	var heed, need float64
	for i := range m.traits {
		heed += float64(m.traits[i].susceptible) / n
		need += float64(m.traits[i].need) / n
	}
	wide := 4.5 * math.Sqrt((math.Exp(0.25)-1)/n) // of a mean of lognormal factors
	if math.Abs(heed-1) > wide || math.Abs(need-1) > wide {
		t.Errorf("mean susceptibility %.4f, need %.4f, want 1 ± %.4f", heed, need, wide)
	}
}

// Of a purchase with twice the margin more is left by just as much, at the
// same price.
func TestSegmentMargin(t *testing.T) {
	m := people(t, 10, &network.Star{}, Placement{}, func(a, b *Segment) { a.Margin, b.Margin = 2, 1 })
	m.Plan.Product = Product{Price: 40, UnitCost: 30}
	for i := range int32(10) {
		if got, want := m.goods(&m.customers[i]), []float64{20, 30}[m.Segment(i)]; got != want {
			t.Errorf("goods for segment %d cost %g, want %g", m.Segment(i), got, want)
		}
	}
}
