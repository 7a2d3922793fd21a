package metric_test

import (
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
	"grapevine/sim/metric"
)

var update = flag.Bool("update", false, "write docs/outputs.md anew")

// small is a market of 100 customers over four weeks, small enough to measure
// by hand.
func small() *sim.Trace {
	return &sim.Trace{
		Customers: 100, Weeks: 4,
		Columns: []string{
			"n_unaware", "n_aware", "n_considering", "n_customer", "n_loyal", "n_advocate", "n_lapsed", "n_detractor",
			"new_aware", "new_considering", "new_customer", "new_loyal", "new_advocate", "new_lapsed", "reached_aware",
			"sales", "visits", "first_purchases", "mentions_positive", "mentions_negative", "mentions_paid",
			"promoters", "passives", "critics", "members", "invitations", "acceptances",
			"reached_unaware", "reached_considering", "reached_customer", "reached_loyal", "reached_advocate",
			"referred", "members_active", "community_posts",
			"rival_users", "rival_sales", "rival_mentions", "rival_spend", "switched_in", "switched_out",
		},
		Counts: [][]int64{
			{100, 80, 60, 50, 40},
			{0, 10, 15, 15, 20},
			{0, 5, 5, 5, 10},
			{0, 5, 15, 20, 18},
			{0, 0, 3, 5, 6},
			{0, 0, 2, 3, 2},
			{0, 0, 0, 2, 4},
			{0, 0, 1, 2, 3},
			{0, 20, 20, 10, 10},
			{0, 10, 10, 8, 8},
			{0, 5, 15, 8, 2},
			{0, 0, 5, 3, 2},
			{0, 0, 2, 1, 0},
			{0, 0, 0, 2, 2},
			{0, 20, 40, 50, 60},
			{0, 6, 20, 14, 10},
			{0, 5, 18, 12, 10},
			{0, 5, 15, 8, 2},
			{0, 2, 8, 10, 10},
			{0, 0, 2, 4, 4},
			{0, 1, 1, 1, 1},
			{0, 2, 10, 14, 13},
			{0, 2, 6, 9, 8},
			{0, 1, 4, 5, 5},
			{0, 1, 2, 3, 4},
			{0, 0, 4, 4, 2},
			{0, 0, 1, 2, 1},
			{100, 100, 100, 100, 100},
			{0, 10, 20, 28, 36},
			{0, 5, 20, 28, 30},
			{0, 0, 5, 8, 10},
			{0, 0, 2, 3, 3},
			{0, 0, 1, 1, 1},
			{0, 1, 2, 2, 3},
			{0, 1, 1, 1, 1},
			{50, 55, 60, 72, 74},
			{0, 60, 50, 60, 30},
			{0, 20, 20, 30, 20},
			{0, 400, 400, 400, 300},
			{0, 1, 0, 2, 0},
			{0, 0, 0, 1, 1},
		},
		Accounts: []string{"revenue", "unit cost", "advertising", "community"},
		Ledger: [][]int64{
			{0, 240_00, 800_00, 560_00, 400_00},
			{0, -108_00, -360_00, -252_00, -180_00},
			{-300_00, -50_00, -50_00, -50_00, -50_01},
			{0, -100_00, -100_00, -100_00, 0},
		},
		Sources:  []string{"own need", "advertising", "advertising.spring", "talk", "referral"},
		Credits:  []int64{3, 8, 1, 14, 4},
		Cascades: []int{0, 8, 2, 0, 2, 2}, // 14 trees of 8 + 4 + 8 + 10 customers
		Depths:   []int{14, 10, 6},
		Trees: []sim.Tree{ // pairs, a star and a path of 4, a star (seen from a ray) and a path (from its middle) of 5
			{Size: 2, Depth: 1, Distance: 1}, {Size: 2, Depth: 1, Distance: 1},
			{Size: 4, Depth: 1, Distance: 3*1 + 3*2}, {Size: 4, Depth: 2, Distance: 3*1 + 2*2 + 3},
			{Size: 5, Depth: 2, Distance: 4*1 + 6*2}, {Size: 5, Depth: 2, Distance: 4*1 + 3*2 + 2*3 + 4},
		},
		Survey: [11]int64{},
		Takings: [][]int64{
			{0, 200_00, 600_00, 300_00, 80_00},
			{0, 40_00, 150_00, 200_00, 250_00},
			{0, 0, 0, 20_00, 30_00},
			{0, 0, 50_00, 40_00, 40_00},
		},
		Notes: &sim.Notes{
			Until: 4,
			Sources: []sim.Sourced{
				{Won: 3, Revenue: 100_00}, {Won: 8, Revenue: 600_00}, {Won: 1, Revenue: 50_00}, {Won: 14, Revenue: 1000_00}, {Won: 4, Revenue: 250_00},
			},
			Met: map[sim.Met]int{
				sim.MetSource(1): 12, sim.MetSource(1) | sim.MetFree: 8, sim.MetFree: 10, sim.MetPaid | sim.MetFree: 2,
				sim.MetGift: 1, sim.MetSource(0): 5, sim.MetSource(4): 3,
			},
			Heard: 36, HeardPaid: 3,
			Stays: []sim.Stays{
				{Ended: []int{0, 4}}, {Ended: []int{0, 0, 2}}, {}, {}, {}, {}, {},
				{Ended: []int{0, 1, 2}, Cut: []int{0, 0, 3, 4}}, // 10, of which 9 and then 7 are left; 4 are seen into week 3
			},
			Kept13: 9, Were13: 12,
		},
	}
}

func run(t *sim.Trace) *metric.Run {
	return &metric.Run{Trace: t, Plan: &sim.Plan{Product: sim.Product{Elasticity: 1.5}}, Discount: 0.1}
}

// untwinned are the metrics that need a twin, and do not exist without one.
var untwinned = []string{
	"incremental_profit", "incremental_roi", "incremental_week", "customers_gained", "customers_lost",
	"gain_expansion", "gain_loss", "gain_acceleration", "gain_retention", "gain_repeat", "gain_cross_sell", "gain_terms", "gain_gifts", "gain_cost",
	"wom_share_counterfactual", "crv",
}

func TestKnownValues(t *testing.T) {
	weekly := []float64{-300, 132 - 150, 440 - 150, 308 - 150, 220 - 50.01}
	var npv float64
	for week, x := range weekly {
		npv += x / math.Pow(1.1, float64(week)/52)
	}
	margin := 132/math.Pow(1.1, 1.0/52) + 440/math.Pow(1.1, 2.0/52) + 308/math.Pow(1.1, 3.0/52) + 220/math.Pow(1.1, 4.0/52)
	exposed := 2.5 + 12.5 + 24 + 27 // customer-weeks: 0 → 5 → 20 → 28 → 26
	kept := math.Exp(-52 * 4 / exposed)
	lasting := 1100 / exposed * 52 * kept / (1.1 - kept)
	want := map[string]float64{
		"sales": 50, "revenue": 2000, "margin": 1100, "cost": 800.01, "cost_paid": 500.01, "cost_owned": 300, "cost_earned": 0, "profit": 299.99, "npv": npv,
		"roi": 299.99 / 800.01, "cac": 800.01 / 30, "clv": margin / 30,
		"breakeven_week": 3, "paid_back": 100, // -300, -318, -28, 130
		"revenue_volatility": math.Sqrt((260*260+300*300+60*60+100*100)/3.0) / 500,
		"customers_won":      30, "customers": 26, "penetration": 30, "awareness": 60, "reach": 60,
		"advocates": 2, "detractors": 3, "members": 4,
		"repeat_share": 100 * 20.0 / 50, "churn": 100 * 4 / exposed, "retention": 100 * math.Exp(-52*4/exposed),
		"nps": 100 * 8.0 / 26, "nps_n": 26, "nps_se": 100 * math.Sqrt((18.0/26-64.0/676)/26),
		"mentions": 40, "mentions_paid": 4, "pwom_nwom": 3, "wom_share": 60, "k_factor": 16.0 / 30,
		"invitations": 10, "acceptance": 40,
		"market_share": 26, "sales_share": 20, "share_of_voice": 100 * 40.0 / 130, "share_of_advertising": 100 * 500.01 / 2000.01,
		"switched_in": 3, "switched_out": 2,
		"cascade_mean": 30.0 / 14, "cascade_max": 5, "cascade_depth": 2,
		"peak_week": 2, "t16_aware": 1, "t50_aware": 3, "t84_aware": math.NaN(),
		"unaware_to_aware": 60, "aware_to_considering": 60, "considering_to_customer": 100 * 30.0 / 36,
		"customer_to_loyal": 100 * 10.0 / 30, "loyal_to_advocate": 30,

		"revenue_new": 1180, "revenue_repeat": 640, "revenue_regained": 50, "revenue_cross_sell": 130, "revenue_early": 2000,
		"customer_surplus": (2000 - 130) / 0.5,
		"clv_model":        lasting, "customer_equity": 26 * lasting,
		"cac_paid": 500.01 / 9, "cac_wom": 0, "cac_referral": 0, "cac_community": math.NaN(), // nobody is credited to it
		"ltv_cac": margin / 800.01, "spend_avoided": 18*500.01/9 - 300,
		"peak_customers": 15, "t16_customers": 1, "t50_customers": 2, "t84_customers": 3, "t95_customers": 4, // of 30: 5, 20, 28, 30
		"growth_after_spend": math.NaN(), // money is spent up to the end
		"loyal_share":        100 * 8.0 / 26, "leads": 10, "owned_audience": 4,
		"retained_13": 75, "retained_52": math.NaN(), "survival_26": math.NaN(), "survival_52": math.NaN(),
		"weeks_present": 0.95 + 0.8 + 0.7, "weeks_unaware": 0.5, "weeks_aware": 1.5,
		"weeks_considering": math.NaN(), "weeks_customer": math.NaN(), "weeks_loyal": math.NaN(), "weeks_advocate": math.NaN(),
		"reach_paid": 12 + 8 + 2 + 1, "reach_earned": 8 + 10 + 2 + 3, "reach_organic": 10 + 5 + 3,
		"unpaid_reach": 100 * 18.0 / 41, "earned_paid": 1, "frequency": 36.0 / 20,
		"mentions_positive": 30, "mentions_negative": 10, "sentiment": 50,
		"shares": 0, "interactions": 45 + 4, "reviews": 0, // visits and posts
		"virality_mean": (1 + 1 + 2*9.0/12 + 2*10.0/12 + 2*16.0/20 + 2*20.0/20) / 6, "virality_max": 1.6,
		"acceptances": 4, "referred": 3, "referral_rate": 10, "referral_revenue": 250,
		"k_referral": 4.0 / 30, "k_predicted": (10 / exposed) * (exposed / 4) * 0.4,
		"members_active": 3, "active_share": 75, "joins": 0, "quits": 0, "posts_per_member": 4 / (0.5 + 1.5 + 2.5 + 3.5),
		"ties_kept_52": math.NaN(), "advocate_ties": 0,
		"unaware_to_aware_cohort": 60, "aware_to_considering_cohort": 60, "considering_to_customer_cohort": 100 * 30.0 / 36,
		"customer_to_loyal_cohort": 100 * 10.0 / 30, "loyal_to_advocate_cohort": 30,
	}
	for _, name := range untwinned {
		want[name] = math.NaN()
	}
	got := metric.Of(run(small()))
	for i, m := range metric.Kinds {
		w, known := want[m.Name]
		if !known {
			t.Errorf("%s has no known value", m.Name)
		}
		if !same(got[i], w) {
			t.Errorf("%s = %v, want %v", m.Name, got[i], w)
		}
	}
}

func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-12*math.Max(1, math.Abs(b))
}

// What a horizon cuts off has no influence.
func TestHorizon(t *testing.T) {
	early := run(small())
	early.Horizon = 2
	for name, want := range map[string]float64{
		"sales": 26, "profit": -28, "breakeven_week": math.NaN(), "paid_back": 0, "customers": 20, "nps": 30, "peak_week": 2, "t50_aware": math.NaN(),
	} {
		if got := metric.Kinds[metric.Named(name)].Of(early); !same(got, want) {
			t.Errorf("%s at week 2 = %v, want %v", name, got, want)
		}
	}
	late := run(small())
	late.Horizon = 400
	if a, b := metric.Of(late), metric.Of(run(small())); !slices.EqualFunc(a, b, same) {
		t.Errorf("a horizon beyond the run gives %v, want %v", a, b)
	}
}

// Every response keeps its promises, whatever the market: a name, a unit and a
// sentence; a finite number or none; no change to what it measures; and the
// identities between responses.
func TestKinds(t *testing.T) {
	units := []string{"money", "customers", "%", "weeks", "points", "ratio", "count"}
	seen := map[string]bool{}
	for _, m := range metric.Kinds {
		if seen[m.Name] || m.Name == "" || strings.ToLower(m.Name) != m.Name || strings.ContainsAny(m.Name, " -,") {
			t.Errorf("name %q", m.Name)
		}
		seen[m.Name] = true
		if !slices.Contains(units, m.Unit) || m.Better < -1 || m.Better > 1 || !strings.HasSuffix(m.Doc, ".") {
			t.Errorf("%s: unit %q, better %d, doc %q", m.Name, m.Unit, m.Better, m.Doc)
		}
	}
	if metric.Named("nothing") != -1 {
		t.Error("found a response that is not there")
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for name, trace := range map[string]*sim.Trace{"small": small(), "empty": empty(), "short journey": short(), "random": random(dice)} {
		t.Run(name, func(t *testing.T) {
			r := run(trace)
			value := map[string]float64{}
			for i, x := range metric.Of(r) {
				m := metric.Kinds[i]
				value[m.Name] = x
				if math.IsInf(x, 0) {
					t.Errorf("%s = %v", m.Name, x)
				}
				if m.Kind == metric.Share && x != 0 && x != 100 {
					t.Errorf("%s = %v, want 0 or 100", m.Name, x)
				}
			}
			var ledger int64
			for _, account := range trace.Ledger {
				for _, amount := range account {
					ledger += amount
				}
			}
			if got, want := value["profit"], float64(ledger)/100; got != want {
				t.Errorf("profit = %v, the ledger adds up to %v", got, want)
			}
			if a, b := value["cost_paid"]+value["cost_owned"]+value["cost_earned"], value["cost"]; math.Abs(a-b) > 1e-9*(1+b) {
				t.Errorf("paid, owned and earned media cost %v together, all cost %v", a, b)
			}
			if a, b := value["margin"]-value["cost"], value["profit"]; math.Abs(a-b) > 1e-9*(1+math.Abs(a)) {
				t.Errorf("margin less cost = %v, profit = %v", a, b)
			}
			if sum := value["revenue_new"] + value["revenue_repeat"] + value["revenue_regained"] + value["revenue_cross_sell"]; name == "small" && sum != value["revenue"] {
				t.Errorf("new, repeat, regained and cross-sold revenue add up to %v, want %v", sum, value["revenue"])
			}
			if math.IsNaN(value["breakeven_week"]) != (value["paid_back"] == 0) {
				t.Errorf("breaks even in week %v, paid back %v", value["breakeven_week"], value["paid_back"])
			}
			if r.Discount = 0; metric.NPV.Of(r) != value["profit"] && math.Abs(metric.NPV.Of(r)-value["profit"]) > 1e-6 {
				t.Errorf("npv without discount = %v, want profit = %v", metric.NPV.Of(r), value["profit"])
			}
		})
	}
}

func empty() *sim.Trace { return &sim.Trace{Customers: 10, Weeks: 1} }

func short() *sim.Trace {
	return &sim.Trace{
		Customers: 5, Weeks: 2,
		Columns: []string{"n_unaware", "n_customer", "new_customer", "first_purchases"},
		Counts:  [][]int64{{5, 4, 4}, {0, 1, 1}, {0, 1, 0}, {0, 1, 0}},
	}
}

// random returns a trace whose numbers mean nothing.
func random(dice *rand.Rand) *sim.Trace {
	t := small()
	for _, table := range [][][]int64{t.Counts, t.Ledger} {
		for _, column := range table {
			for week := range column {
				column[week] = dice.Int64N(60)
			}
		}
	}
	for _, costs := range t.Ledger[1:] {
		for week := range costs {
			costs[week] *= -1
		}
	}
	return t
}

// The score of answers from a binomial distribution (10 points, chance 0.8)
// is known: +25.4936, as are those for 0.9 and 0.7.
func TestPromoterScore(t *testing.T) {
	for p, want := range map[float64]float64{0.8: 25.4936, 0.9: 72.3304, 0.7: -20.1081} {
		var class [3]float64 // promoters, passives, critics
		pmf := math.Pow(1-p, 10)
		for score := 0; score <= 10; score++ {
			switch {
			case score >= 9:
				class[0] += pmf
			case score >= 7:
				class[1] += pmf
			default:
				class[2] += pmf
			}
			pmf *= float64(10-score) / float64(score+1) * p / (1 - p)
		}
		const n = 400
		got, se := metric.PromoterScore(n*class[0], n*class[1], n*class[2])
		if math.Abs(got-want) > 5e-5 {
			t.Errorf("chance %v: score %v, want %v", p, got, want)
		}
		variance := 1e4 * (class[0] + class[2] - math.Pow(class[0]-class[2], 2)) / n
		if math.Abs(se*se-variance) > 1e-9 {
			t.Errorf("chance %v: squared standard error %v, want %v", p, se*se, variance)
		}
	}
}

// With margin m a year from each customer of whom a share r stays each year,
// lifetime value at interest i tends to m·r/(1+i-r) (Gupta & Lehmann 2003);
// over ten years it is 255.6274 for m = 100, r = 0.8, i = 0.1. A thousand
// customers who pay once a year, at the year's end, are worth just that.
func TestLifetimeValue(t *testing.T) {
	const years = 10
	trace := &sim.Trace{
		Customers: 1000, Weeks: 52 * years,
		Columns: []string{"first_purchases"}, Counts: [][]int64{make([]int64, 52*years+1)},
		Accounts: []string{"revenue"}, Ledger: [][]int64{make([]int64, 52*years+1)},
	}
	trace.Counts[0][0] = 1000
	for year := 1; year <= years; year++ {
		trace.Ledger[0][52*year] = int64(math.Round(100_00 * 1000 * math.Pow(0.8, float64(year))))
	}
	if got := metric.CLV.Of(run(trace)); math.Abs(got-255.6274) > 5e-5 {
		t.Errorf("lifetime value = %v, want 255.6274", got)
	}
}

func TestSeries(t *testing.T) {
	trace := small()
	columns := metric.Columns(trace)
	values := metric.Series(trace, columns)
	column := map[string][]float64{}
	for i, c := range columns {
		column[c.Name] = values[i*5 : (i+1)*5]
	}
	for name, want := range map[string][]float64{
		"cum_customer": {0, 5, 20, 28, 30},
		"new_customer": {0, 5, 15, 8, 2},
		"cost":         {300, 150, 150, 150, 50.01},
		"cum_profit":   {-300, -318, -28, 130, 299.99},
		"nps":          {math.NaN(), 20, 30, 100 * 9.0 / 28, 100 * 8.0 / 26},
		"members":      {0, 1, 2, 3, 4},
	} {
		if !slices.EqualFunc(column[name], want, same) {
			t.Errorf("%s = %v, want %v", name, column[name], want)
		}
	}
	for week := range 5 {
		var all float64
		for i, c := range columns {
			if strings.HasPrefix(c.Name, "n_") && c.Name != "n_detractor" {
				all += values[i*5+week]
			}
		}
		if all != 100 {
			t.Errorf("week %d: the stages add up to %v, want 100", week, all)
		}
	}
	// A strategy without a community has no members: not a gap, a 0.
	for i, c := range columns {
		if x := metric.Series(empty(), columns)[2*i+1]; x != 0 && c.Name != "nps" && c.Name != "market_share" {
			t.Errorf("%s of a market without it = %v, want 0", c.Name, x)
		}
	}
}

// The page on outputs is what the registry says (renew it with -update).
func TestDoc(t *testing.T) {
	var b strings.Builder
	if err := metric.WriteDoc(&b, mechanism.Tallies()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "..", "docs", "outputs.md")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Skip("no page yet: go test ./sim/metric -update writes it")
	}
	if string(page) != b.String() {
		t.Error("docs/outputs.md is not what the registry says: go test ./sim/metric -update")
	}
}

func BenchmarkOf(b *testing.B) {
	trace := small()
	trace.Weeks = 104
	for _, table := range [][][]int64{trace.Counts, trace.Ledger} {
		for i := range table {
			table[i] = append(table[i], make([]int64, 100)...)
		}
	}
	columns := metric.Columns(trace)
	for b.Loop() {
		metric.Of(run(trace))
		metric.Series(trace, columns)
	}
}
