package metric_test

import (
	"math"
	"slices"
	"testing"

	"grapevine/sim"
	"grapevine/sim/metric"
)

// book is a run in which customers do what their diaries say, and programmes
// cost what they cost.
func book(customers int, costs []int64, entries ...sim.Entry) *metric.Run {
	weeks := len(costs) - 1
	t := &sim.Trace{
		Customers: customers, Weeks: weeks,
		Columns: []string{"first_purchases"}, Counts: [][]int64{make([]int64, weeks+1)},
		Accounts: []string{"revenue", "programme"}, Ledger: [][]int64{make([]int64, weeks+1), make([]int64, weeks+1)},
	}
	known := map[int32]bool{}
	for _, e := range entries {
		t.Ledger[0][e.Week] += e.Margin
		if !known[e.Who] {
			known[e.Who] = true
			t.Counts[0][e.Week]++
		}
	}
	for week, cost := range costs {
		t.Ledger[1][week] = -cost
	}
	t.Diary = sim.NewDiary(customers, entries)
	return &metric.Run{Trace: t, Discount: math.Pow(2, 52) - 1} // money is worth half a week later
}

// Seven customers over ten weeks, with a programme and without it, taken apart
// by hand.
func TestCompareByHand(t *testing.T) {
	at := func(who int32, week float32, kind sim.EntryKind, margin int64) sim.Entry {
		return sim.Entry{Who: who, Week: int32(math.Ceil(float64(week))), At: week, Kind: kind, Margin: margin}
	}
	with := book(8, []int64{500, 100, 0, 0, 0, 0, 0, 0, 0, 0, 100},
		at(0, 3.5, sim.Bought, 1000), at(0, 5, sim.Bought, 1000), // gained, all of it
		at(2, 1.5, sim.Bought, 1000), at(2, 4.5, sim.Bought, 1000), at(2, 9, sim.AddedOn, 50), // six weeks sooner: at age 2.5 the other is where this was at 4
		at(3, 4.5, sim.Bought, 900), at(3, 6.5, sim.Bought, 1000), at(3, 8, sim.Bought, 1000), // at a discount, and once more
		at(4, 2.5, sim.Bought, 1000), at(4, 7.5, sim.Bought, 1000), at(4, 8, sim.Left, 0), // stays
		at(5, 0, sim.Given, -400), at(5, 2.5, sim.Bought, 1000), // given the product
		at(6, 2.5, sim.Bought, 1000), at(6, 3, sim.AddedOn, 70), // an add-on
		at(7, 9.5, sim.Bought, 1000), // later
	)
	without := book(8, []int64{0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0},
		at(1, 6.5, sim.Bought, 1000), // lost
		at(2, 7.5, sim.Bought, 1000),
		at(3, 4.5, sim.Bought, 1000), at(3, 7.5, sim.Bought, 1000),
		at(4, 2.5, sim.Bought, 1000), at(4, 5, sim.Left, 0),
		at(5, 4.5, sim.Bought, 1000), at(5, 8.5, sim.Bought, 1000),
		at(6, 2.5, sim.Bought, 1000),
		at(7, 1.5, sim.Bought, 1000), at(7, 2, sim.Bought, 800), at(7, 4.5, sim.Bought, 1000), // at age .5, and beyond it
	)
	twins := metric.Compare(with, without)
	want := map[int]metric.Part{
		metric.Expansion: {Count: 1, Amount: 2000},
		metric.Loss:      {Count: 1, Amount: -1000},
		// 2: the purchase at age 3 and the add-on came by being there before; 7:
		// the purchase at age 3 did. 5 was there before, but bought nothing
		// beyond the age of 5.5 that the other reached.
		metric.Acceleration: {Count: 2 - 1, Amount: 1000 + 50 - 1000},
		metric.Keeping:      {Count: 1, Amount: 1000},
		metric.Repeat:       {Count: 0, Amount: 1000 - 800}, // 3 once more; 7 once less
		metric.CrossSell:    {Count: 1, Amount: 70},
		metric.Terms:        {Count: 2, Amount: -100 - 1000}, // 3's discount, and the purchase that 5 would have paid for
		metric.Gifts:        {Count: 1, Amount: -400},
		metric.Costs:        {Amount: -600},
	}
	for k, p := range twins.Parts {
		if p.Count != want[k].Count || p.Amount != want[k].Amount {
			t.Errorf("%s: %d, %d hundredths, want %d, %d", metric.PartNames[k].Name, p.Count, p.Amount, want[k].Count, want[k].Amount)
		}
	}
	if got, want := twins.Total().Amount, int64(math.Round(100*(metric.Profit.Of(with)-metric.Profit.Of(without)))); got != want {
		t.Errorf("the parts add up to %d, profits differ by %d", got, want)
	}
	if got, want := twins.Total().Present, metric.NPV.Of(with)-metric.NPV.Of(without); math.Abs(got-want) > 1e-12 {
		t.Errorf("present values add up to %v, want %v", got, want)
	}
	if twins.Won != [2]float64{7, 7} || twins.ShareDue() != 0 {
		t.Errorf("won %v, %v %% due", twins.Won, twins.ShareDue())
	}
	// Cumulative lead in hundredths, from week 0: -900, -900, -1700, -630, 370,
	// 270, 270, 270, 270, -680, 220.
	with.Baseline = twins
	with.Without = map[string]*metric.Twins{"talk": twins, "referral": twins}
	total := float64(twins.Total().Amount)
	for name, want := range map[string]float64{
		"incremental_profit": total / 100, "incremental_roi": total / 600, "incremental_week": 10,
		"customers_gained": 1, "customers_lost": 1,
		"gain_expansion": 20, "gain_loss": -10, "gain_acceleration": 0.5, "gain_retention": 10, "gain_repeat": 2, "gain_cross_sell": 0.7,
		"gain_terms": -11, "gain_gifts": -4, "gain_cost": -6,
		"wom_share_counterfactual": 0, "crv": (metric.NPV.Of(with) - metric.NPV.Of(without)) / 7,
	} {
		if got := metric.Kinds[metric.Named(name)].Of(with); !same(got, want) {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
		if !slices.Contains(untwinned, name) {
			t.Errorf("%s is not among those that need a twin", name)
		}
	}
}

// Where everybody buys once, the parts in present value are those of Libai,
// Muller & Peres (2013) with v(T) = m·e^(-rT): v(T1) - v(T0), v(T1) and -v(T0).
func TestCompareIsLibaiMullerPeres(t *testing.T) {
	once := func(weeks ...int32) *metric.Run {
		var all []sim.Entry
		for who, week := range weeks {
			if week > 0 {
				all = append(all, sim.Entry{Who: int32(who), Week: week, At: float32(week), Margin: 800})
			}
		}
		return book(len(weeks), make([]int64, 9), all...)
	}
	twins := metric.Compare(once(2, 0, 5, 1, 4), once(6, 3, 0, 4, 4))
	v := func(week float64) float64 { return 8 * math.Pow(2, -week) }
	for part, want := range map[int]float64{
		metric.Acceleration: v(2) - v(6) + v(1) - v(4), metric.Expansion: v(5), metric.Loss: -v(3), metric.Repeat: 0, metric.Terms: 0,
	} {
		if got := twins.Parts[part].Present; math.Abs(got-want) > 1e-12 {
			t.Errorf("%s = %v, want %v", metric.PartNames[part].Name, got, want)
		}
	}
}

// Money is spent until week 4 and never again: ten customers a week were won
// until then, four a week after it.
func TestGrowthAfterSpending(t *testing.T) {
	r := book(200, []int64{0, 100, 0, 0, 100, 0, 0, 0, 0})
	copy(r.Trace.Counts[0], []int64{0, 4, 8, 12, 16, 8, 4, 4, 0})
	if got := metric.GrowthAfter.Of(r); !same(got, 40) {
		t.Errorf("growth after spending = %v, want 40", got)
	}
	for name, costs := range map[string][]int64{"never begins": {0, 0, 0}, "never stops": {100, 100, 100}} {
		if got := metric.GrowthAfter.Of(book(9, costs)); !math.IsNaN(got) {
			t.Errorf("spending %s: growth after it = %v, want none", name, got)
		}
	}
}

// Gupta & Lehmann (2003), validation.md P7: 266.6667 for m = 100, r = .8,
// i = .1; 366.6667 if the first margin comes at once.
func TestLifetimeValueModel(t *testing.T) {
	got := metric.LifetimeValue(100, 0.8, 0.1)
	if math.Abs(got-266.6667) > 5e-5 || math.Abs(got+100-366.6667) > 5e-5 {
		t.Errorf("lifetime value = %v, want 266.6667", got)
	}
	if got := got * (1 - math.Pow(0.8/1.1, 10)); math.Abs(got-255.6274) > 5e-5 {
		t.Errorf("over ten years %v, want 255.6274", got)
	}
}

// What classes of sources cost and win adds up to the whole.
func TestAcquisitionAddsUp(t *testing.T) {
	r := run(small())
	paid := metric.CACPaid.Of(r) * 9 // customers credited to advertising
	community := 300.0
	if got, want := paid+community, metric.Cost.Of(r); math.Abs(got-want) > 1e-9 {
		t.Errorf("classes cost %v, all cost %v", got, want)
	}
	// Notes that end in another week than the horizon say nothing of it.
	r.Horizon = 2
	for _, m := range []metric.Metric{metric.CACPaid, metric.ReachPaid, metric.Frequency, metric.WeeksPresent, metric.Retained13, metric.ReferralRevenue} {
		if got := m.Of(r); !math.IsNaN(got) {
			t.Errorf("%s = %v from notes of another week", m.Name, got)
		}
	}
}
