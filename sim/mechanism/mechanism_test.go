package mechanism_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// market is a market of a few hundred customers in which a few weeks are
// enough for everything to happen: the defaults, an order of magnitude faster.
func market(customers, weeks int) *sim.Plan {
	tie := sim.LayerTable{Trust: 1, Share: 1}
	p := &sim.Plan{
		Customers: customers, Weeks: weeks, Step: 1.0 / 7,
		Rates: *knob.Defaults(&sim.Rates{}), Attitudes: *knob.Defaults(&sim.Attitudes{}),
		Hearing: *knob.Defaults(&sim.Hearing{}), Product: *knob.Defaults(&sim.Product{}),
		Tallies: mechanism.Tallies(),
		Layers: []sim.Layer{
			{Name: "followers", Graph: &network.BarabasiAlbert{Attach: 3}, LayerTable: tie},
			{Name: "friends", Graph: &network.WattsStrogatz{MeanDegree: 6, Rewire: 0.1}, LayerTable: tie},
		},
	}
	p.Rates.Notice, p.Rates.Consider, p.Rates.Decide = 0.05, 0.1, 0.2
	p.Rates.Settle, p.Rates.Champion = 0.15, 0.3
	p.Record.Customers = true
	p.Attitudes.AdvocateLine, p.Attitudes.AdvocateBond = 0, 0.05
	return p
}

// with returns the plan with some mechanisms more, in order of name.
func with(p *sim.Plan, more ...sim.Named) *sim.Plan {
	q := *p
	q.Mechanisms = slices.Concat(p.Mechanisms, more)
	slices.SortFunc(q.Mechanisms, func(a, b sim.Named) int { return strings.Compare(a.Name, b.Name) })
	return &q
}

// named makes a mechanism of a kind with its defaults and sets it up.
func named[M sim.Mechanism](t testing.TB, name string, set func(M)) sim.Named {
	t.Helper()
	kind, _, _ := strings.Cut(name, ".")
	m, ok := mechanism.Kinds[kind].Make().(M)
	if !ok {
		t.Fatalf("there is no kind %q, or it is another", kind)
	}
	if set != nil {
		set(m)
	}
	return sim.Named{Name: name, Mechanism: m}
}

func run(t testing.TB, p *sim.Plan, replicate int) *sim.Trace {
	t.Helper()
	luck := chance.Of(5, replicate)
	w, err := sim.NewWorld(p, luck, 1)
	if err != nil {
		t.Fatal(err)
	}
	trace, err := sim.Run(context.Background(), p, w, luck, 1)
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

func total(counts []int64) (sum int64) {
	for _, n := range counts {
		sum += n
	}
	return sum
}

// response is a number read off a trace.
type response func(*sim.Trace) float64

// over is the sum of a column over all weeks, at the last.
func over(name string) response {
	return func(tr *sim.Trace) float64 { return float64(total(tr.Column(name))) }
}

func last(name string) response {
	return func(tr *sim.Trace) float64 { c := tr.Column(name); return float64(c[len(c)-1]) }
}

// account is what an account has come to, in the currency.
func account(name string) response {
	return func(tr *sim.Trace) float64 { return float64(total(tr.Account(name))) / 100 }
}

// spending is what all programmes cost, in the currency.
func spending(tr *sim.Trace) (sum float64) {
	for _, name := range tr.Accounts {
		if name != "revenue" && name != "unit cost" {
			sum -= account(name)(tr)
		}
	}
	return sum
}

// credited is how many first purchases a source is credited with.
func credited(source string) response {
	return func(tr *sim.Trace) float64 {
		if k := slices.Index(tr.Sources, source); k >= 0 {
			return float64(tr.Credits[k])
		}
		return 0
	}
}

// bond is the mean bond of all customers at the end.
func bond(tr *sim.Trace) (mean float64) {
	for _, l := range tr.Lives {
		mean += l.Bond / float64(len(tr.Lives))
	}
	return mean
}

// contrast returns how many standard errors the mean of the paired difference
// between two plans lies from 0.
func contrast(t testing.TB, a, b *sim.Plan, of response) (z, mean float64) {
	t.Helper()
	return pairs(t, a, b).contrast(of)
}

// paired holds runs of two plans with the same luck.
type paired [][2]*sim.Trace

func pairs(t testing.TB, a, b *sim.Plan) paired {
	t.Helper()
	all := make(paired, 24)
	for k := range all {
		all[k] = [2]*sim.Trace{run(t, a, k), run(t, b, k)}
	}
	return all
}

func (p paired) contrast(of response) (z, mean float64) {
	var sum, square float64
	for _, two := range p {
		d := of(two[0]) - of(two[1])
		sum += d
		square += d * d
	}
	runs := float64(len(p))
	mean = sum / runs
	spread := math.Sqrt(max(0, square-sum*mean) / (runs - 1))
	if spread == 0 {
		return math.Inf(1) * mean, mean // all alike, or not-a-number for no difference at all
	}
	return mean / spread * math.Sqrt(runs), mean
}

// Every kind keeps the promises that a scenario relies on: its defaults are
// good, and its keys are told to the reader in full.
func TestKinds(t *testing.T) {
	p := market(100, 4)
	p.Mechanisms = []sim.Named{named[*mechanism.Community](t, "community", nil)}
	columns := map[string]string{}
	for name, kind := range mechanism.Kinds {
		t.Run(name, func(t *testing.T) {
			m := kind.Make()
			if kind.About == "" || strings.ContainsAny(kind.About, "\n.") {
				t.Errorf("about %q: want one line without a stop", kind.About)
			}
			for _, err := range m.Check(p) {
				t.Errorf("the defaults are at fault: %v", err)
			}
			for _, fault := range knob.Check(m) {
				t.Errorf("the defaults are at fault: %v", fault)
			}
			for _, f := range knob.Fields(m) {
				number := f.Base().Kind().String() == "float64" || f.Base().Kind().String() == "int"
				switch {
				case f.Doc == "" || !strings.HasSuffix(f.Doc, "."):
					t.Errorf("%s: want one sentence of doc, not %q", f.Key, f.Doc)
				case number && !f.Range.Set():
					t.Errorf("%s is a number without a range", f.Key)
				}
				if !number && len(f.Options) == 0 && f.Unit != "" {
					t.Errorf("%s is no number, but in %s", f.Key, f.Unit)
				}
			}
			if tallier, ok := m.(sim.Tallier); ok {
				for _, c := range tallier.Tallies() {
					if c.Doc == "" || columns[c.Name] != "" {
						t.Errorf("column %q of %s has no doc, or %s has it too", c.Name, name, columns[c.Name])
					}
					columns[c.Name] = name
				}
			}
			// It may be there several times, as dated campaigns are.
			twice := with(p, sim.Named{Name: name + ".one", Mechanism: m}, sim.Named{Name: name + ".two", Mechanism: kind.Make()})
			run(t, twice, 0)
		})
	}
	if want := len(mechanism.Tallies()); len(columns) != want {
		t.Errorf("%d columns, Tallies lists %d", len(columns), want)
	}
}

// What each lever must do, and what it must not.
func TestEffects(t *testing.T) {
	market := market(300, 16)
	ad := func(rate float64) sim.Named {
		return named(t, "advertising", func(a *mechanism.Advertising) { a.Rate = rate })
	}
	talk := func(p float64) sim.Named {
		return named(t, "talk", func(k *mechanism.Talk) { k.Persuasion = map[string]float64{"friends": p, "followers": p / 4} })
	}
	community := func(set func(*mechanism.Community)) sim.Named {
		return named(t, "community", func(y *mechanism.Community) {
			y.Join = mechanism.Joining{Customers: 0.3, Outsiders: 0.3, Invited: 0.3}
			if set != nil {
				set(y)
			}
		})
	}
	ambassadors := func(set func(*mechanism.Ambassadors)) sim.Named {
		return named(t, "ambassadors", func(a *mechanism.Ambassadors) {
			a.Invite, a.Words, a.Slots = 1, 3, 60
			if set != nil {
				set(a)
			}
		})
	}
	content := func(set func(*mechanism.Content)) sim.Named {
		return named(t, "content", func(u *mechanism.Content) {
			u.Rate, u.Persuasion = 0.3, 0.1
			if set != nil {
				set(u)
			}
		})
	}
	referral := func(set func(*mechanism.Referral)) sim.Named {
		return named(t, "referral", func(f *mechanism.Referral) {
			f.Rate, f.Accept = 0.5, 0.5
			if set != nil {
				set(f)
			}
		})
	}
	seeds := func(rule string) sim.Named {
		return named(t, "seeding", func(d *mechanism.Seeding) { d.Rule, d.Count, d.Layer = rule, 15, "followers" })
	}
	service := func(set func(*mechanism.Service)) sim.Named {
		return named(t, "service", func(v *mechanism.Service) {
			v.Complain = 1
			if set != nil {
				set(v)
			}
		})
	}
	critical := *market
	critical.Product.Quality = 0.35 // many a bad experience
	told := with(market, talk(0.3))
	group := with(market, community(nil))

	for _, c := range []struct {
		name  string
		a, b  *sim.Plan
		up    []response // greater in a
		down  []response // less in a
		still []response // the same in both, to the last digit
	}{{
		name: "advertising is noticed; it does not make customers talk or come back",
		a:    with(market, ad(0.1)), b: market,
		up:    []response{last("n_customer"), over("new_aware"), over("sales"), credited("advertising")},
		still: []response{over("mentions_positive"), credited("friends"), last("members")},
	}, {
		name: "dearer advertising at the same rate only costs more",
		a:    with(market, named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.SpendPerWeek = 0.1, 50 })), b: with(market, ad(0.1)),
		down:  []response{account("advertising")},
		still: []response{over("sales"), last("n_unaware")},
	}, {
		name: "carry-over delays the same pressure",
		a:    with(market, named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.CarryOver = 0.1, 0.7 })), b: with(market, ad(0.1)),
		down: []response{over("new_aware")},
	}, {
		name: "half saturation lifts a part of the plan's spending, not the whole",
		a:    with(market, named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.HalfSaturation, a.CarryOver = 0.1, 0.5, 0.7 })),
		b:    with(market, named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.CarryOver = 0.1, 0.7 })),
		up:   []response{over("new_aware")},
	}, {
		name: "advertising that reminds makes those who know the brand consider it; it makes nobody know it, and costs no more",
		a:    with(market, named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.Remind = 0.1, 0.1 })), b: with(market, ad(0.1)),
		up:    []response{over("new_considering"), over("first_purchases"), credited("advertising")},
		still: []response{spending, over("mentions_paid")},
	}, {
		name: "a promise disappoints",
		a:    with(market, named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.Promise = 0.1, 0.3 })), b: with(market, ad(0.1)),
		up: []response{last("critics"), last("n_detractor")},
	}, {
		name: "talk persuades, and costs nothing",
		a:    told, b: market,
		up:    []response{over("new_aware"), over("first_purchases"), credited("friends"), credited("followers"), over("mentions_positive")},
		still: []response{spending, last("members")},
	}, {
		name: "more persuasion brings more customers",
		a:    with(market, talk(0.5)), b: told,
		up: []response{over("first_purchases")},
	}, {
		name: "broadcast reaches more ears than a conversation",
		a: with(market, named(t, "talk", func(k *mechanism.Talk) {
			k.Mode, k.Persuasion = "broadcast", map[string]float64{"friends": 0.3, "followers": 0.075}
		})), b: told,
		up: []response{over("mentions_positive"), over("first_purchases")},
	}, {
		name: "a community brings customers in and binds them, at a price",
		a:    group, b: market,
		up:    []response{over("first_purchases"), last("members"), over("visits"), credited("community")},
		down:  []response{account("community")},
		still: []response{over("invitations"), over("posts"), credited("friends")},
	}, {
		name: "belonging binds",
		a:    group, b: with(market, community(func(y *mechanism.Community) { y.Belonging = 0 })),
		up: []response{bond},
	}, {
		name: "hosts keep a community alive",
		a:    group, b: with(market, community(func(y *mechanism.Community) { y.HostsPerWeek = 0 })),
		up: []response{over("joins"), credited("community")},
	}, {
		name: "customers come together slowly, and for nothing",
		a:    group, b: with(market, community(func(y *mechanism.Community) { y.Mode = "organic" })),
		up:   []response{over("joins")},
		down: []response{account("community")},
	}, {
		name: "commerce speeds up what members buy",
		a:    with(group, named(t, "commerce", func(e *mechanism.Commerce) { e.Group.Size, e.Group.Circle = 3, 50 })), b: group,
		up:    []response{over("first_purchases"), over("member_sales"), over("group_offers"), credited("commerce")},
		still: []response{credited("friends"), over("posts")},
	}, {
		name: "a group offer lowers the price for members only",
		a:    with(group, named(t, "commerce", func(e *mechanism.Commerce) { e.Proof, e.Group.Size, e.Group.Circle, e.Group.Discount = 0, 2, 50, 0.3 })), b: group,
		up:   []response{over("sales")},
		down: []response{func(tr *sim.Trace) float64 { return account("revenue")(tr) / over("sales")(tr) }},
	}, {
		name: "ambassadors speak, persuade and are bound",
		a:    with(market, ambassadors(nil)), b: market,
		up:    []response{over("mentions_positive"), over("first_purchases"), last("ambassadors"), credited("ambassadors")},
		down:  []response{account("ambassadors")},
		still: []response{over("mentions_paid"), last("members"), over("invitations")},
	}, {
		name: "paid words are marked as such and believed less",
		a:    with(market, ambassadors(func(a *mechanism.Ambassadors) { a.Reward, a.Persuasion = 50, 0.3 })), b: with(market, ambassadors(func(a *mechanism.Ambassadors) { a.Persuasion = 0.3 })),
		up:   []response{over("mentions_paid")},
		down: []response{account("ambassadors"), credited("ambassadors")},
	}, {
		name: "content is posted and found",
		a:    with(market, content(nil)), b: market,
		up:    []response{over("posts"), over("new_aware"), over("first_purchases"), credited("content")},
		still: []response{over("mentions_positive"), last("members")},
	}, {
		name: "prizes draw posts",
		a:    with(market, content(func(u *mechanism.Content) { u.Prizes = 1000 })), b: with(market, content(nil)),
		up:   []response{over("posts")},
		down: []response{account("content")},
	}, {
		name: "referral brings invited customers",
		a:    with(market, referral(nil)), b: market,
		up:    []response{over("invitations"), over("acceptances"), over("referred"), over("first_purchases"), credited("referral")},
		still: []response{over("mentions_positive"), spending},
	}, {
		name: "a reward makes customers invite more",
		a:    with(market, referral(func(f *mechanism.Referral) { f.RewardReceiver = 20 })), b: with(market, referral(nil)),
		up:   []response{over("invitations"), over("referred")},
		down: []response{account("referral")},
	}, {
		name: "a reward all for the sender smells",
		a:    with(market, referral(func(f *mechanism.Referral) { f.RewardSender, f.Smell = 50, 1 })), b: with(market, referral(func(f *mechanism.Referral) { f.RewardReceiver, f.Smell = 50, 1 })),
		down: []response{over("acceptances")},
	}, {
		name: "seeds spread the word",
		a:    with(told, seeds("random")), b: told,
		up:   []response{over("first_purchases"), over("mentions_positive"), last("n_loyal")},
		down: []response{func(tr *sim.Trace) float64 { return float64(tr.Column("n_unaware")[0]) }},
	}, {
		name: "hubs hear and tell more than anybody",
		a:    with(told, seeds("degree")), b: with(told, seeds("random")),
		still: []response{over("seeded")},
	}, {
		name: "service mends what went wrong",
		a:    with(&critical, service(nil)), b: &critical,
		up:    []response{over("complaints"), over("repairs"), bond},
		down:  []response{last("n_detractor"), account("service")},
		still: []response{over("mentions_paid"), last("members")},
	}, {
		name: "slow service mends less",
		a:    with(&critical, service(func(v *mechanism.Service) { v.ResponseWeeks = 20 })), b: with(&critical, service(nil)),
		down: []response{over("repairs")},
		up:   []response{account("service"), last("n_detractor")},
	}} {
		t.Run(c.name, func(t *testing.T) {
			for k, of := range c.up {
				if z, mean := contrast(t, c.a, c.b, of); !(z > 4) {
					t.Errorf("up %d: %.3g more, %.1f standard errors; want above 4", k, mean, z)
				}
			}
			for k, of := range c.down {
				if z, mean := contrast(t, c.a, c.b, of); !(z < -4) {
					t.Errorf("down %d: %.3g more, %.1f standard errors; want below -4", k, mean, z)
				}
			}
			for k, of := range c.still {
				if _, mean := contrast(t, c.a, c.b, of); mean != 0 {
					t.Errorf("still %d: %.3g more, want no difference at all", k, mean)
				}
			}
		})
	}
}
