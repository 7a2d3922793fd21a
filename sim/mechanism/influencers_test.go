package mechanism_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func influencers(t testing.TB, set func(*mechanism.Influencers)) sim.Named {
	return named(t, "influencers", func(f *mechanism.Influencers) {
		f.From, f.Persuasion, f.View, f.Count = 2, 0.3, 0.5, 5
		if set != nil {
			set(f)
		}
	})
}

// Hired influencers make the brand known, at a price. They bind nobody who
// has not heard them, and join nothing.
func TestInfluencersReach(t *testing.T) {
	p := market(300, 16)
	moved(t, with(p, influencers(t, nil)), p,
		map[string]response{"aware": last("reached_aware"), "first purchases": over("first_purchases"), "credit": credited("influencers"), "paid words": over("mentions_paid"), "views": over("influencer_views")},
		map[string]response{"cost": account("influencers")},
		map[string]response{"members": last("members"), "invitations": over("invitations"), "seeded": over("seeded"), "bad words": over("mentions_negative")})
	// Broad ones are seen by more, niche ones are cheaper.
	niche := with(p, influencers(t, func(f *mechanism.Influencers) { f.Kind = "niche" }))
	moved(t, niche, with(p, influencers(t, nil)),
		map[string]response{"money kept": account("influencers")}, map[string]response{"views": over("influencer_views")},
		map[string]response{"posts": over("influencer_posts")})
	// What fits, and is not known to be paid, works better.
	moved(t, with(p, influencers(t, func(f *mechanism.Influencers) { f.Fit, f.Disclosure = 1, 0 })), with(p, influencers(t, nil)),
		map[string]response{"aware": last("reached_aware")}, nil, map[string]response{"views": over("influencer_views")})
}

// Genuine ones cost nothing and are silent until they are customers; then they
// say what they think.
func TestInfluencersGenuine(t *testing.T) {
	p := market(300, 16)
	genuine := func(gift bool) sim.Named {
		return influencers(t, func(f *mechanism.Influencers) { f.Paid, f.Gift = false, gift })
	}
	moved(t, with(p, genuine(true)), with(p, genuine(false)),
		map[string]response{"posts": over("influencer_posts"), "aware": last("reached_aware"), "seeded": over("seeded")}, nil,
		map[string]response{"paid words": over("mentions_paid"), "cost": spending})
	strangers := market(300, 16)
	strangers.Rates = sim.Rates{}
	alike(t, with(strangers, genuine(false)), strangers, "influencers")
	poor := market(300, 16)
	poor.Product.Quality = 0
	moved(t, with(poor, genuine(true)), with(poor, genuine(false)), map[string]response{"bad words": over("mentions_negative")}, nil, nil)
}

// Many paid posts that do not fit wear authenticity down, so that those who
// speak because they mean it are believed less; posts that fit, or that are
// genuine, do not.
func TestInfluencersErode(t *testing.T) {
	p := market(300, 16)
	p.Attitudes.AuthenticityHeal = 0
	p = with(p, named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.Invite, a.Words, a.Persuasion = 1, 3, 0.3 }),
		named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 60 }))
	mute := func(fit, erosion float64) *sim.Plan {
		return with(p, influencers(t, func(f *mechanism.Influencers) {
			f.Persuasion, f.Every, f.Fit, f.Erosion, f.Count, f.View = 0, 0.5, fit, erosion, 30, 1
		}))
	}
	first := over("first_purchases")
	if z, mean := contrast(t, mute(0, 3), p, first); !(z < -4) {
		t.Errorf("too many paid posts: %.3g first purchases more, %.1f standard errors; want below -4", mean, z)
	}
	if z, mean := contrast(t, mute(1, 3), p, first); math.Abs(z) > 4 {
		t.Errorf("paid posts that fit and persuade nobody: %.3g first purchases more, %.1f standard errors", mean, z)
	}
}

// Every influencer posts on the dates, and the share of followers that it says
// sees it.
func TestInfluencersLaw(t *testing.T) {
	p := market(5000, 12)
	tr := run(t, with(p, influencers(t, func(f *mechanism.Influencers) { f.Count, f.Every, f.View, f.FeePerPost, f.FeePerTie = 50, 3, 1, 0, 1 })), 0)
	for week, n := range tr.Column("influencer_posts") {
		if on := week == 3 || week == 6 || week == 9 || week == 12; on != (n == 50) || !on && n != 0 {
			t.Errorf("week %d: %d posts", week, n)
		}
	}
	followers := -account("influencers")(tr) // a unit each
	if got := over("influencer_views")(tr); got != followers {
		t.Errorf("%g views by all of %g followers", got, followers)
	}
	tr = run(t, with(p, influencers(t, func(f *mechanism.Influencers) { f.Count, f.Every, f.View = 50, 3, 0.2 })), 0)
	if got, want := over("influencer_views")(tr), 0.2*followers; math.Abs(got-want) > 4*math.Sqrt(want) {
		t.Errorf("%g views, want %.0f", got, want)
	}
}

func TestInfluencersCosts(t *testing.T) {
	p := market(300, 16)
	tr := run(t, with(p, influencers(t, func(f *mechanism.Influencers) {
		f.From, f.Until, f.Every, f.FeePerPost, f.FeePerTie, f.CostPerWeek = 4, 9, 2, 10, 0, 3
	})), 0)
	if got, want := -account("influencers")(tr), 5.0*3+3*5*10; got != want { // weeks 4, 6, 8
		t.Errorf("cost %.2f, want %.2f", got, want)
	}
	tr = run(t, with(p, influencers(t, func(f *mechanism.Influencers) { f.FeePerPost, f.FeePerTie, f.Budget = 10, 0, 75 })), 0)
	if got := -account("influencers")(tr); got != 70 || over("influencer_posts")(tr) != 7 {
		t.Errorf("a budget of 75 buys %g posts at 10 for %.2f", over("influencer_posts")(tr), got)
	}
	free := influencers(t, func(f *mechanism.Influencers) { f.Layer = "nobody" }).Mechanism.Check(p)
	if len(free) != 1 || !slices.ContainsFunc(free, func(err error) bool { return strings.Contains(err.Error(), "there is followers, friends") }) {
		t.Errorf("faults %v, want the networks there are", free)
	}
}

func TestInfluencersAbsent(t *testing.T) {
	p := market(300, 16)
	alike(t, with(p, influencers(t, func(f *mechanism.Influencers) { f.Count = 0 })), p, "influencers")
	alike(t, with(p, influencers(t, func(f *mechanism.Influencers) { f.From, f.CostPerWeek = 16, 5 })), p, "influencers")
}
