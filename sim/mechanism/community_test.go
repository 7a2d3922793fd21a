package mechanism_test

import (
	"math"
	"slices"
	"testing"

	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func forum(t testing.TB, set func(*mechanism.Community)) sim.Named {
	return named(t, "community", func(y *mechanism.Community) {
		y.Join = mechanism.Joining{Customers: 1, Outsiders: 0.5, Invited: 0.1}
		if set != nil {
			set(y)
		}
	})
}

// A community into which ties alone bring people, and which some leave, lives
// if tie rate · ties / leaving is above 1, and holds about 1 - 1 over that of
// everybody; below it dies (the epidemic SIS in mean field). 20 ties at random
// are close to that: the pairs of an SIS process are correlated by about one
// tie in 20, hence the tolerance of .08.
func TestCommunityTips(t *testing.T) {
	const n, ties = 1000, 20
	p := market(n, 120)
	p.Step = 0.5
	p.Rates, p.Attitudes = sim.Rates{}, sim.Attitudes{DetractorLine: -1}
	p.Layers = []sim.Layer{{Name: "friends", Graph: &network.WattsStrogatz{MeanDegree: ties, Rewire: 1}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
	p.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: &mechanism.Seeding{Rule: "random", Count: n}}}
	share := func(r, slip float64) (mean, least float64) {
		const leaving = 5 * 0.04 // a community without posts loses members five times as fast
		tr := run(t, with(p, named(t, "community", func(y *mechanism.Community) {
			y.Mode, y.Founders, y.PostShare, y.Quit = "organic", n/5, 0, 0.04
			y.Join = mechanism.Joining{Customers: 1, Friends: slip * r * leaving / ties}
			y.Belonging, y.Persuasion = 0, 0
		})), 0)
		members := tr.Column("members")
		for _, m := range members[60:] {
			mean += float64(m) / float64(len(members)-60) / n
		}
		return mean, float64(slices.Min(members[10:])) / n
	}
	// Below 20 members it is a circle of friends that others join again.
	if _, least := share(0.6, 1); least >= 20.0/n {
		t.Errorf("below the threshold it never falls below %.3f, want fewer than 20 members", least)
	}
	for _, r := range []float64{2, 4} {
		if got, least := share(r, 1); math.Abs(got-1+1/r) > 0.08 || least < 0.1 {
			t.Errorf("at %g times the threshold %.3f are members, want about %.3f", r, got, 1-1/r)
		}
	}
	if got, _ := share(2, 0.75); math.Abs(got-0.5) < 0.08 { // the mutant
		t.Errorf("a rate a quarter too low goes unnoticed: %.3f", got)
	}
}

// A launch has hosts of its own: they are paid for as long as it lasts, and those
// who come after it from then on. What they posted keeps the place lively.
func TestCommunityLaunch(t *testing.T) {
	p := buying()
	hosts := func(weeks, launch, later float64) *sim.Plan {
		return with(p, forum(t, func(y *mechanism.Community) {
			y.LaunchWeeks, y.LaunchHosts, y.HostsPerWeek = weeks, launch, later
			y.PlatformCost, y.MemberCost, y.HostCost = 0, 0, 10
		}))
	}
	tr := run(t, hosts(5, 3, 0.5), 0)
	for week, cents := range tr.Account("community") {
		want := 0.0
		switch {
		case week > 5:
			want = -500
		case week > 0:
			want = -3000
		}
		if float64(cents) != want {
			t.Errorf("week %d: hosts cost %d, want %g", week, cents, want)
		}
	}
	moved(t, hosts(5, 3, 0.5), hosts(0, 3, 0.5), map[string]response{"members": last("members"), "cost": spending}, nil,
		map[string]response{"paid words": over("mentions_paid")})
	alike(t, hosts(16, 0.5, 3), hosts(0, 9, 0.5), "community")
}

// Those who are asked burn out where nobody helps them: in a place that is not
// lively exp(-t(5·quit + burnout)) are left of members who post, and of lurkers
// exp(-5·quit·t), as ever. Hosts take a part of the burden off.
func TestCommunityBurnsOut(t *testing.T) {
	const n, weeks, quit, burnout = 10_000, 10, 0.004, 0.06
	p := market(n, weeks)
	p.Rates, p.Attitudes = sim.Rates{}, sim.Attitudes{DetractorLine: -1}
	p.Layers = nil
	p.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: &mechanism.Seeding{Rule: "random", Count: n}}}
	for _, core := range []float64{0, 1} {
		tr := run(t, with(p, named(t, "community", func(y *mechanism.Community) {
			y.Mode, y.Founders, y.Join = "organic", n/2, mechanism.Joining{Customers: 50} // all are there at once
			y.Participation = mechanism.Participation{Core: core, Lurker: 1 - core}
			y.Quit, y.Burnout, y.PostShare = quit, burnout, 0
		})), 0)
		members := tr.Column("members")
		want := math.Exp(-(weeks - 1) * (5*quit + burnout*core))
		got, first := float64(members[weeks])/float64(members[1]), float64(members[1])
		if se := math.Sqrt(want * (1 - want) / first); first < n*0.9 || math.Abs(got-want) > 4.5*se {
			t.Errorf("core %g: %.4f of %g are left, want %.4f ± %.4f", core, got, first, want, se)
		}
	}
	q := buying()
	burning := func(hosts float64) *sim.Plan {
		return with(q, forum(t, func(y *mechanism.Community) { y.Burnout, y.HostsPerWeek, y.HostPosts = 1, hosts, 20/hosts }))
	}
	moved(t, burning(4), burning(0.2), map[string]response{"posts of members": over("community_posts"), "cost": spending}, nil,
		map[string]response{"paid words": over("mentions_paid")})
}

// Being a member holds customers, and them alone; the bonded visit more often;
// who brings up a concern and is answered speaks against the brand no more.
func TestCommunityHolds(t *testing.T) {
	p := buying()
	base := with(p, forum(t, nil))
	moved(t, with(p, forum(t, func(y *mechanism.Community) { y.Hold = 2 })), base, nil,
		map[string]response{"left": over("new_lapsed")}, map[string]response{"paid words": over("mentions_paid")})
	moved(t, with(p, forum(t, func(y *mechanism.Community) { y.Devotion = 3 })), base,
		map[string]response{"visits": over("visits")}, nil, nil)
	p.Product.Quality = 0.3
	settle := func(weeks float64) *sim.Plan {
		return with(p, forum(t, func(y *mechanism.Community) { y.Resolve, y.AnswerWeeks, y.HostsPerWeek = 1, weeks, 3 }))
	}
	moved(t, settle(0), with(p, forum(t, func(y *mechanism.Community) { y.HostsPerWeek = 3 })),
		map[string]response{"concerns": over("concerns"), "resolved": over("concerns_resolved")},
		map[string]response{"detractors": over("n_detractor")}, map[string]response{"repairs": over("repairs"), "paid words": over("mentions_paid")})
	moved(t, settle(8), settle(0), map[string]response{"detractors": over("n_detractor")},
		map[string]response{"resolved": over("concerns_resolved")}, nil)
	tr := run(t, settle(8), 0)
	if got, most := over("concerns_resolved")(tr), over("concerns")(tr); got == 0 || got > most {
		t.Errorf("%g of %g concerns resolved", got, most)
	}
}

// Lurkers, occasional and core members keep their part: who are ever to post
// are few, and the shares are those that were set.
func TestCommunityClassesLast(t *testing.T) {
	p := leaving(2000, 20)
	p.Rates = sim.Rates{}
	post := func(core float64) float64 {
		return over("community_posts")(run(t, with(p, forum(t, func(y *mechanism.Community) {
			y.Participation = mechanism.Participation{Lurker: 1 - core, Core: core}
		})), 0))
	}
	// A core member posts 16 × 30 times as often as a lurker does.
	if none, few := post(0), post(0.05); few < 10*none || few > 40*none {
		t.Errorf("%g posts of lurkers, %g with a core of 5 %%: want 25 times as many", none, few)
	}
}

// An event to which nobody would come is called off and costs nothing.
func TestEventsCalledOff(t *testing.T) {
	p := settled()
	tr := run(t, with(p, events(t, func(e *mechanism.Events) { e.Who = "members" })), 0)
	if held, cost := over("events")(tr), account("events")(tr); held != 0 || cost != 0 {
		t.Errorf("%g events held without a member to invite, for %.2f", held, -cost)
	}
}

// Posts that come up again are met again, and by that persuade more.
func TestContentRediscovered(t *testing.T) {
	p := settled()
	posts := func(again float64) *sim.Plan {
		return with(p, named(t, "content", func(u *mechanism.Content) {
			u.Rate, u.Persuasion, u.HalfLife, u.Rediscover = 0.3, 0.1, 1, again
		}))
	}
	moved(t, posts(0.5), posts(0), map[string]response{"credit": credited("content"), "aware": last("reached_aware")}, nil,
		map[string]response{"cost": account("content")})
}

// Asking every buyer finds all bad experiences and binds buyers, at a price.
func TestServiceFollowsUp(t *testing.T) {
	p := buying()
	p.Product.Quality = 0.4
	ask := func(share float64) *sim.Plan {
		return with(p, named(t, "service", func(v *mechanism.Service) { v.Complain, v.FollowUp, v.CostPerAsk = 0.2, share, 0.5 }))
	}
	moved(t, ask(1), ask(0), map[string]response{"complaints": over("complaints"), "bond": bond, "asked": over("follow_ups")},
		map[string]response{"detractors": over("n_detractor"), "cost": account("service")}, map[string]response{"unaware": last("n_unaware")})
	tr := run(t, ask(1), 0)
	if got, want := over("follow_ups")(tr), over("sales")(tr)-100; math.Abs(got-want) > 1e-9 && got != over("sales")(tr) {
		t.Errorf("%g buyers asked, of %g", got, want)
	}
}

// A brand that customers trust, because it has been open, loses less by the
// same news if trust spares them; so does one that answers sooner.
func TestCrisisSparesTheTrusted(t *testing.T) {
	p := buying()
	p.Rates.Leave = sim.LeaveRates{}
	struck := func(open, buffer float64) *sim.Plan {
		q := *p
		q.Product.Transparency, q.Attitudes.TrustGain, q.Attitudes.TrustStart = open, 0.5, open
		return with(&q, crisis(t, func(c *mechanism.Crisis) {
			c.From, c.Hit, c.QualityLoss, c.Hiding, c.News, c.Doubt, c.TrustLoss, c.Buffer = 8, 0, 0, 0, 1, 0.4, 0, buffer
		}))
	}
	detractors := map[string]response{"detractors": over("n_detractor")}
	moved(t, struck(0.9, 1), struck(0.9, 0), nil, detractors, nil)
	moved(t, struck(0.9, 1), struck(0.1, 1), nil, detractors, nil)
	moved(t, struck(0.9, 0), struck(0.1, 0), nil, nil, detractors) // openness alone changes no mind about the product
}

// What members post tells the brand of needs, which then sell; without members
// there is nothing to tell.
func TestNeedsInferredFromPosts(t *testing.T) {
	p := buying()
	line := func(infer float64) sim.Named {
		return named(t, "products", func(l *mechanism.Products) { l.Infer, l.Buy, l.Discover, l.Community, l.Peers = infer, 1, 0, 0, 0 })
	}
	posting := forum(t, func(y *mechanism.Community) { y.PostShare = 1 })
	moved(t, with(p, posting, line(0.5)), with(p, posting, line(0)),
		map[string]response{"inferred": over("needs_inferred"), "add-ons": over("addon_sales")}, nil, map[string]response{"posts": over("community_posts"), "cost": spending})
	tr := run(t, with(p, posting, line(0.5)), 0)
	if got, most := over("needs_inferred")(tr), 0.5*over("community_posts")(tr); got > most || got < most-2 && got < 50 {
		t.Errorf("%g needs inferred from posts that tell %g", got, most)
	}
	alike(t, with(p, line(0.5)), with(p, line(0)), "products")
}
