package mechanism_test

import (
	"math"
	"testing"

	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func sharing(t testing.TB, set func(*mechanism.Sharing)) sim.Named {
	return named(t, "sharing", func(h *mechanism.Sharing) {
		h.Posts, h.Persuasion, h.View, h.Pass = 0.5, 0.2, 0.5, 0.3
		if set != nil {
			set(h)
		}
	})
}

// Posts make the brand known, and go further if they are passed on. They cost
// nothing and bring nobody into a programme.
func TestSharingReaches(t *testing.T) {
	p := settled()
	a := with(p, sharing(t, nil))
	moved(t, a, p,
		map[string]response{"aware": last("reached_aware"), "first purchases": over("first_purchases"), "credit": credited("sharing"), "posts": over("shared_posts"), "reshares": over("reshares")},
		nil, map[string]response{"cost": spending, "paid words": over("mentions_paid"), "members": last("members"), "content": over("posts")})
	shallow := with(p, sharing(t, func(h *mechanism.Sharing) { h.Pass = 0 }))
	moved(t, a, shallow, map[string]response{"views": over("share_views"), "aware": last("reached_aware")}, nil, nil)
	if n := over("reshares")(run(t, shallow, 0)) + over("share_trees")(run(t, shallow, 0)); n != 0 {
		t.Errorf("%g posts passed on, though nobody does", n)
	}
	moved(t, a, with(p, sharing(t, func(h *mechanism.Sharing) { h.Fall = 0 })), map[string]response{"depth": last("deepest_share"), "reshares": over("reshares")}, nil, nil)
}

// Bad news travel too, further if they anger; they persuade nobody.
func TestSharingBadNews(t *testing.T) {
	p := settled()
	p.Product.Quality = 0
	p.Rates.Consider = 0.02
	moved(t, with(p, sharing(t, nil)), p, map[string]response{"bad words": over("mentions_negative")},
		map[string]response{"considering": last("reached_considering")}, nil)
	moved(t, with(p, sharing(t, func(h *mechanism.Sharing) { h.Anger = 2 })), with(p, sharing(t, nil)), map[string]response{"reshares": over("reshares")}, nil, nil)
}

// Along a ring on which everybody passes on what they see, a post goes round
// to the other side, both ways; its tree is a path, whose mean distance is
// (n+1)/3 (Goel et al. 2016).
func TestSharingTree(t *testing.T) {
	const n = 51
	p := market(n, 52)
	p.Rates = sim.Rates{}
	p.Product.Quality, p.Attitudes.Taste, p.Attitudes.Noise = 1, 0, 0
	p.Layers = []sim.Layer{{Name: "followers", Graph: &network.WattsStrogatz{MeanDegree: 2}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
	one := named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 1 })
	tr := run(t, with(p, one, sharing(t, func(h *mechanism.Sharing) {
		h.Posts, h.Persuasion, h.View, h.Pass, h.Fall, h.Until = 0.1, 0, 1, 1, 1, 40
	})), 0)
	posts := over("shared_posts")(tr)
	if posts == 0 {
		t.Fatal("no posts")
	}
	if got := last("deepest_share")(tr); got != n/2 {
		t.Errorf("depth %g, want %d", got, n/2)
	}
	if got, want := over("share_virality")(tr)/posts/1000, float64(n+1)/3; math.Abs(got-want) > 0.0005 {
		t.Errorf("structural virality %.4f, want %.4f", got, want)
	}
	for name, want := range map[string]float64{"share_trees": posts, "reshares": posts * (n - 1), "share_views": posts * 2 * n, "share_depth": posts * (n / 2)} {
		if got := over(name)(tr); got != want {
			t.Errorf("%s = %g, want %g", name, got, want)
		}
	}
}

// Along a star whose hub posts, the share that it says sees the post, and of
// these the share that it says passes it on, once.
func TestSharingLaw(t *testing.T) {
	p := market(2001, 30)
	p.Rates = sim.Rates{}
	p.Product.Quality, p.Attitudes.Taste, p.Attitudes.Noise = 1, 0, 0
	p.Layers = []sim.Layer{{Name: "followers", Graph: &network.Star{}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
	hub := named(t, "seeding", func(d *mechanism.Seeding) { d.Rule, d.Count, d.Layer = "degree", 1, "followers" })
	tr := run(t, with(p, hub, sharing(t, func(h *mechanism.Sharing) {
		h.Posts, h.Persuasion, h.View, h.Pass, h.Fall = 0.5, 0, 0.4, 0.2, 0
	})), 0)
	posts := over("shared_posts")(tr)
	if want := posts * 2000 * 0.4 * 0.2; math.Abs(over("reshares")(tr)-want) > 4*math.Sqrt(want) || posts < 5 {
		t.Errorf("%g of %g posts passed on, want %.0f", over("reshares")(tr), posts, want)
	}
	if last("deepest_share")(tr) != 1 {
		t.Errorf("depth %g, want 1", last("deepest_share")(tr))
	}
	if rate := 0.5 * 30; math.Abs(posts-rate) > 4*math.Sqrt(rate) {
		t.Errorf("%g posts, want %g", posts, rate)
	}
}

func TestSharingCosts(t *testing.T) {
	p := settled()
	tr := run(t, with(p, sharing(t, func(h *mechanism.Sharing) { h.From, h.Until, h.CostPerWeek = 4, 9, 7 })), 0)
	if got := -account("sharing")(tr); got != 35 {
		t.Errorf("cost %.2f, want 35", got)
	}
	for week, n := range tr.Column("shared_posts") {
		if (n > 0) != (week > 4 && week <= 9) {
			t.Errorf("week %d: %d posts", week, n)
		}
	}
	if got := -account("sharing")(run(t, with(p, sharing(t, func(h *mechanism.Sharing) { h.CostPerWeek, h.Budget = 7, 30 })), 0)); got != 30 {
		t.Errorf("cost %.2f of a budget of 30", got)
	}
}

func TestSharingAbsent(t *testing.T) {
	p := settled()
	alike(t, with(p, sharing(t, func(h *mechanism.Sharing) { h.Posts = 0 })), p, "sharing")
	alike(t, with(p, sharing(t, func(h *mechanism.Sharing) { h.From, h.CostPerWeek = 16, 5 })), p, "sharing")
}
