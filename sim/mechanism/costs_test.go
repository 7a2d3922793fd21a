package mechanism_test

import (
	"math"
	"slices"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

const weeks = 16

// dated sets the dates and the budget of any mechanism that has them.
func dated(n sim.Named, from, until, budget float64) sim.Named {
	for _, d := range []*mechanism.Dates{datesOf(n.Mechanism)} {
		d.From, d.Until, d.Budget = from, until, budget
	}
	return n
}

func datesOf(m sim.Mechanism) *mechanism.Dates {
	switch m := m.(type) {
	case *mechanism.Advertising:
		return &m.Dates
	case *mechanism.Ambassadors:
		return &m.Dates
	case *mechanism.Commerce:
		return &m.Dates
	case *mechanism.Community:
		return &m.Dates
	case *mechanism.Content:
		return &m.Dates
	case *mechanism.Referral:
		return &m.Dates
	case *mechanism.Service:
		return &m.Dates
	case *mechanism.Talk:
		return &m.Dates
	}
	panic("a mechanism without dates")
}

// busy are the levers that have dates and cost money, strong and dear, each
// with what happens while it works.
func busy(t *testing.T) map[string]struct {
	lever sim.Named
	does  string
} {
	type one = struct {
		lever sim.Named
		does  string
	}
	return map[string]one{
		"advertising": {named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.SpendPerWeek = 0.5, 30 }), "new_aware"},
		"ambassadors": {named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.Invite, a.Words, a.Reward, a.CostPerWeek = 5, 3, 0.5, 30 }), "ambassador_words"},
		"commerce":    {named(t, "commerce", func(e *mechanism.Commerce) { e.Fee, e.Group.Discount, e.CostPerWeek = 0.1, 0, 30 }), "member_sales"},
		"community":   {named(t, "community", func(y *mechanism.Community) { y.Join.Customers, y.Join.Outsiders, y.MemberCost = 1, 1, 0.5 }), "joins"},
		"content":     {named(t, "content", func(u *mechanism.Content) { u.Rate, u.Prizes = 1, 10 }), "posts"},
		"referral":    {named(t, "referral", func(f *mechanism.Referral) { f.Rate, f.Accept, f.RewardReceiver, f.CostPerWeek = 1, 0.7, 2, 30 }), "invitations"},
		"service":     {named(t, "service", func(v *mechanism.Service) { v.Complain, v.FixRate, v.ResponseWeeks, v.CostPerWeek = 1, 1, 0.1, 30 }), "complaints"},
	}
}

// around is a market for one lever: what it needs stands beside it.
func around(t *testing.T, name string) *sim.Plan {
	p := market(300, weeks)
	p.Product.Quality = 0.5
	p.Rates.Consider, p.Rates.Decide, p.Rates.Settle = 0.5, 0.5, 0.5
	p.Rates.ForgetConsidering = 0
	switch name {
	case "commerce":
		return with(p, named(t, "community", func(y *mechanism.Community) { y.Join.Customers, y.Join.Outsiders = 1, 1 }))
	case "advertising":
		p.Rates.Notice = 0 // or else many are aware by themselves
	}
	return p
}

// What a programme has cost is what it says it costs, to the cent.
func TestCosts(t *testing.T) {
	seeding := named(t, "seeding", func(d *mechanism.Seeding) { d.Count, d.Cost = 30, 2.5 })
	flights := named(t, "advertising", func(a *mechanism.Advertising) { a.SpendPerWeek, a.WeeksOn, a.WeeksOff, a.From = 100, 2, 3, 1 })
	for _, c := range []struct {
		name  string
		lever sim.Named
		want  func(tr *sim.Trace) float64
	}{
		{"advertising", busy(t)["advertising"].lever, func(*sim.Trace) float64 { return weeks * 30 }},
		{"advertising", flights, func(*sim.Trace) float64 { return 6 * 100 }}, // weeks 1, 2, 6, 7, 11, 12 of 0 … 15
		{"ambassadors", busy(t)["ambassadors"].lever, func(tr *sim.Trace) float64 {
			return weeks*30 + 0.5*over("ambassadors")(tr) + 0.5*over("ambassador_words")(tr)
		}},
		{"commerce", busy(t)["commerce"].lever, func(tr *sim.Trace) float64 { return weeks*30 + 0.1*40*over("member_sales")(tr) }},
		{"community", busy(t)["community"].lever, func(tr *sim.Trace) float64 { return weeks*(100+150) + 0.5*over("members")(tr) }},
		{"content", busy(t)["content"].lever, func(*sim.Trace) float64 { return weeks * (50 + 10) }},
		{"referral", busy(t)["referral"].lever, func(tr *sim.Trace) float64 { return weeks*30 + 2*over("referred")(tr) }},
		{"service", busy(t)["service"].lever, func(tr *sim.Trace) float64 { return weeks*30 + 6*over("repairs")(tr) }}, // all that are answered are put right
		{"seeding", seeding, func(*sim.Trace) float64 { return 30 * 2.5 }},
	} {
		t.Run(c.lever.Name, func(t *testing.T) {
			tr := run(t, with(around(t, c.name), c.lever), 1)
			if got, want := -account(c.lever.Name)(tr), c.want(tr); math.Abs(got-want) > 1e-9*want {
				t.Errorf("cost %.2f, want %.2f", got, want)
			}
		})
	}
	tr := run(t, with(around(t, ""), seeding), 1)
	if got := tr.Account("unit cost")[0]; got != -30*1800 || tr.Account("revenue")[0] != 0 {
		t.Errorf("the goods given to 30 customers cost %d and bring %d, want -54000 and 0", got, tr.Account("revenue")[0])
	}
}

// Before its first and from its last week on, a lever does nothing and costs
// nothing.
func TestDates(t *testing.T) {
	const from, until = 5, 9
	for name, b := range busy(t) {
		t.Run(name, func(t *testing.T) {
			tr := run(t, with(around(t, name), dated(b.lever, from, until, 0)), 1)
			does, costs := tr.Column(b.does), tr.Account(name)
			for week := range weeks + 1 {
				within := week > from && week <= until                            // what happens from 5 to 6 stands in row 6
				kept := (name == "service" || name == "referral") && week > until // promises
				if costs[week] != 0 && !within && !kept {
					t.Errorf("week %d costs %d hundredths", week, -costs[week])
				}
				if costs[week] == 0 && within {
					t.Errorf("week %d costs nothing", week)
				}
				if does[week] != 0 && !within {
					t.Errorf("week %d has %d %s", week, does[week], b.does)
				}
			}
			if total(does) == 0 {
				t.Errorf("no %s at all", b.does)
			}
		})
	}
	for _, kernel := range []string{"conversation", "once"} {
		talk := named(t, "talk", func(k *mechanism.Talk) { k.Kernel, k.Persuasion = kernel, map[string]float64{"friends": 0.3} })
		said := run(t, with(around(t, ""), dated(talk, from, until, 0)), 1).Column("mentions_positive")
		if within := said[from+1 : until+1]; total(within) == 0 || total(within) != total(said) {
			t.Errorf("kernel %s: words %v, want some from week %d to %d, and no other", kernel, said, from+1, until)
		}
	}
	// An offer ends with the programme, not with its window.
	tr := run(t, with(around(t, "commerce"), dated(named(t, "commerce", func(e *mechanism.Commerce) {
		e.Group = mechanism.GroupOffer{Size: 1, Circle: 300, Window: 100, Discount: 0.5}
	}), 0, until, 0)), 1)
	sales, revenue := tr.Column("sales"), tr.Account("revenue")
	for week := range weeks + 1 {
		if full := revenue[week] == 4000*sales[week]; full != (week > until) && sales[week] > 0 && week > 3 {
			t.Errorf("week %d: %d sales bring %d", week, sales[week], revenue[week])
		}
	}
}

// A budget is what a lever may cost. What is spent by the week stops at the
// cent; what is spent on what customers do, with the step in which the money
// went.
func TestBudgets(t *testing.T) {
	const budget = 100.25
	for name, b := range busy(t) {
		t.Run(name, func(t *testing.T) {
			tr := run(t, with(around(t, name), dated(b.lever, 0, 0, budget)), 1)
			costs := tr.Account(name)
			spent, out := 0.0, -1
			for week, x := range costs {
				if out >= 0 && name != "referral" && name != "service" && x != 0 { // these keep their promises
					t.Errorf("week %d costs %d hundredths, the money went in week %d", week, -x, out)
				}
				spent -= float64(x) / 100
				if spent >= budget && out < 0 {
					out = week
				}
			}
			// The dearest step of a lever that pays by the deed.
			slack := map[string]float64{"ambassadors": 10, "commerce": 40, "referral": 20, "service": 40}[name]
			if spent < budget || spent > budget+slack {
				t.Errorf("cost %.2f, want %.2f, and not above %.2f", spent, budget, budget+slack)
			}
			if does := tr.Column(b.does); out < weeks-2 && slices.Max(does[out+2:]) > 0 && name != "advertising" {
				t.Errorf("%s after the money went in week %d: %v", b.does, out, does)
			}
		})
	}
	// Half the money buys half the effect in the last week.
	aware := func(budget float64) float64 {
		p := around(t, "advertising")
		p.Customers, p.Weeks = 20_000, 1
		p.Layers = nil
		ad := named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.SpendPerWeek = 0.1, 100 })
		return over("new_aware")(run(t, with(p, dated(ad, 0, 0, budget)), 1))
	}
	if got, want := aware(50)/20_000, 1-math.Exp(-0.05); math.Abs(got-want) > 4*math.Sqrt(want/20_000) {
		t.Errorf("with half of the money %.4f become aware, want %.4f", got, want)
	}
}

// However many say yes at once, there are no more ambassadors than slots.
func TestSlotsOfAmbassadors(t *testing.T) {
	p := market(2000, 12)
	p.Step = 1
	p.Rates.Notice, p.Rates.Decide, p.Rates.Settle = 1, 1, 1
	tr := run(t, with(p, named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.Slots, a.Invite = 20, 10 })), 1)
	if most := slices.Max(tr.Column("ambassadors")); most != 20 {
		t.Errorf("%d ambassadors in 20 slots", most)
	}
}

// A sender is rewarded no more often than the cap allows, and nobody is
// referred who has bought before.
func TestReferralRewards(t *testing.T) {
	p := market(300, 40)
	p.Rates.Leave = sim.LeaveRates{Customer: 0.2, Loyal: 0.2, Advocate: 0.2}
	p.Rates.Return = 0.5
	pay := func(limit int) *sim.Trace {
		return run(t, with(p, named(t, "referral", func(f *mechanism.Referral) { f.Rate, f.Accept, f.RewardSender, f.Cap = 2, 1, 1, limit })), 1)
	}
	free, capped := pay(0), pay(1)
	for _, tr := range []*sim.Trace{free, capped} {
		if referred, first := total(tr.Column("referred")), total(tr.Column("first_purchases")); referred > first || referred < first/4 {
			t.Errorf("%d of %d first purchases are by invited customers", referred, first)
		}
	}
	// All rewards but those still on their way at the end.
	if paid, referred := -account("referral")(free), over("referred")(free); paid > referred || paid < referred-3 {
		t.Errorf("%g rewards for %g referred", paid, referred)
	}
	senders := map[int32]bool{}
	for i, source := range capped.Sources {
		if source != "referral" {
			continue
		}
		for _, l := range capped.Lives {
			if l.Source == i {
				senders[l.Parent] = true
			}
		}
	}
	if paid := -account("referral")(capped); paid >= -account("referral")(free) || paid < float64(len(senders)-3) {
		t.Errorf("%g rewards with a cap of one, %d senders have convinced somebody", paid, len(senders))
	}
}
