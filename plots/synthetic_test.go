package plots

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"grapevine/sim/results"
)

// market is a made-up run: enough like a real one for pictures, with none of
// our engine in it.
type market struct {
	strategies []string
	replicates int
	weeks      int
	noise      float64 // 0: every run is the same
	survey     bool
	rivals     bool
}

var four = market{[]string{"neither", "community commerce", "brand advocacy", "both"}, 20, 104, 1, true, true}

const people = 5000

// folder writes the tables of the market and returns the results folder.
func (m market) folder(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "results")
	f, err := results.Create(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Discard()
	table := func(name string, columns ...string) *results.Writer {
		w, err := f.Table(name+".csv", columns...)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	columns := []string{"strategy", "replicate", "seed", "week",
		"n_unaware", "n_aware", "n_considering", "n_customer", "n_loyal", "n_advocate", "n_lapsed", "n_detractor",
		"new_aware", "new_considering", "new_customer", "new_loyal", "new_advocate", "new_lapsed",
		"reached_aware", "reached_considering", "reached_customer", "reached_loyal", "reached_advocate",
		"sales", "revenue", "cost", "profit", "cum_profit", "nps"}
	if m.rivals {
		columns = append(columns, "users_leader", "users_niche_brand", "users_never", "market_share")
	}
	series := table("series", columns...)
	sources := table("sources", "strategy", "replicate", "source", "customers")
	mentions := table("mentions", "strategy", "replicate", "source", "positive", "negative", "paid")
	ledger := table("ledger", "strategy", "replicate", "account", "amount")
	decomposition := table("decomposition", "strategy", "against", "replicate", "part", "count", "amount", "present_value")
	cascades := table("cascades", "strategy", "size", "count")
	summary := table("summary", "strategy", "metric", "n", "mean", "sd", "ci_low", "ci_high", "p10", "median", "p90", "unit")
	comparison := table("comparison", "strategy", "baseline", "metric", "n", "mean_difference", "sd_difference", "ci_low", "ci_high", "correlation", "p_better", "p_best", "expected_loss")

	m.sweep(t, table)
	m.network(t, table)
	m.fit(t, table)
	runs := table("runs", "strategy", "replicate", "seed", "profit")
	survival := table("survival", "strategy", "stay", "week", "at_risk", "ended", "survival")
	profit := make([][]float64, len(m.strategies))
	for s, name := range m.strategies {
		word := 0.02 + 0.05*math.Sqrt(float64(s%4))
		programme := 900 * float64(s%4)
		trees := map[int]int{}
		for r := range m.replicates {
			random := rand.New(rand.NewPCG(uint64(r), 7)) // the same luck for every strategy
			luck := func() float64 { return math.Exp(m.noise * 0.25 * random.NormFloat64()) }
			fate := luck()
			n := [8]float64{people} // unaware, aware, considering, customer, loyal, advocate, lapsed, detractor
			var cumulative, bought float64
			var reached [5]float64
			for week := range m.weeks + 1 {
				var flow [6]float64
				var sales float64
				cost := 0.0
				if week > 0 {
					move := func(from, to int, rate float64) float64 {
						x := math.Min(n[from], math.Round(n[from]*rate))
						n[from] -= x
						n[to] += x
						return x
					}
					told := (n[3] + 2*n[4] + 4*n[5]) / people
					flow[0] = move(0, 1, 0.03*luck()+word*told*6*fate)
					flow[1] = move(1, 2, 0.03*luck()+word*told*3*fate)
					flow[2] = move(2, 3, 0.05*luck())
					flow[3] = move(3, 4, 0.03*luck())
					flow[4] = move(4, 5, 0.01+word*0.2)
					flow[5] = move(3, 6, 0.012)
					move(3, 7, 0.002)
					move(6, 2, 0.01)
					sales = math.Round((n[3]*0.2 + n[4]*0.35 + n[5]*0.4) * luck())
					cost = sales*14 + 2500 + programme
					if week <= 8 {
						cost += 6000 + programme
					}
					bought += flow[2]
				}
				revenue := sales * 22
				cumulative += revenue - cost
				series.Text(name).Int(r).Uint(uint64(r)).Int(week)
				for _, x := range n {
					series.Float(x)
				}
				for _, x := range flow {
					series.Float(x)
				}
				for k := range reached {
					reached[k] += flow[k]
					series.Float(reached[k])
				}
				nps := math.NaN()
				if m.survey && week > 6 {
					nps = 8 + 30*(1-math.Exp(-float64(week)/40)) + 12*float64(s%4) + 4*m.noise*random.NormFloat64()
				}
				series.Float(sales).Float(revenue).Float(cost).Float(revenue - cost).Float(cumulative).Float(nps)
				if m.rivals {
					free := people - n[3] - n[4] - n[5]
					series.Float(math.Round(free * 0.7)).Float(math.Round(free * 0.1)).Float(0)
					series.Float(100 * (people - free) / (people - 0.2*free))
				}
				end(t, series)
			}
			profit[s] = append(profit[s], cumulative)
			end(t, runs.Text(name).Int(r+1).Int(1).Float(cumulative))
			shares := map[string]float64{"own need": 0.08, "advertising": 0.45, "friends": 0.2 + word, "acquaintances": 0.1}
			if s%4 == 1 || s%4 == 3 {
				shares["community"], shares["content"] = 0.25, 0.06
			}
			if s%4 >= 2 {
				shares["referral"], shares["followers"] = 0.3, 0.07
			}
			for _, source := range []string{"friends", "followers", "community", "referral", "ambassadors_on_the_way"} {
				if shares[source] > 0 || source == "ambassadors_on_the_way" && s == 3 {
					good := math.Round(3000 * (0.3 + shares[source]) * fate)
					end(t, mentions.Text(name).Int(r).Text(source).Float(good).Float(math.Round(good*0.2)).Float(math.Round(good*0.1*float64(s%4))))
				}
			}
			total := 0.0
			for _, x := range shares {
				total += x
			}
			for _, source := range []string{"advertising", "friends", "acquaintances", "followers", "community", "content", "referral", "own need"} {
				if shares[source] > 0 {
					sources.Text(name).Int(r).Text(source).Float(math.Round(bought * shares[source] / total))
					end(t, sources)
				}
			}
			income := (cumulative + 2500*float64(m.weeks) + programme*float64(m.weeks+8) + 48000) * 22 / 8
			for _, a := range []struct {
				account string
				amount  float64
			}{{"revenue", income}, {"unit_cost", -income * 14 / 22}, {"fixed_cost", -2500 * float64(m.weeks)}, {"advertising", -48000},
				{"community", -programme * float64(m.weeks)}, {"referral_rewards", -programme * 8}} {
				ledger.Text(name).Int(r).Text(a.account).Float(a.amount)
				end(t, ledger)
			}
			if s > 0 {
				for _, g := range []struct {
					part   string
					amount float64
				}{{"expansion", 40_000 * word}, {"loss", -900}, {"acceleration", 16_000 * word * fate}, {"retention", 0}, {"repeat", 2500},
					{"cross_sell", 300 * float64(s%3)}, {"terms", -1200}, {"gifts", 0}, {"cost", -programme * float64(m.weeks)}} {
					decomposition.Text(name).Text(m.strategies[0]).Int(r).Text(g.part).Int(1).Float(g.amount).Float(g.amount)
					end(t, decomposition)
				}
			}
			for range 300 {
				size := 1
				for random.Float64() < 0.35+0.15*float64(s%4) && size < 3000 {
					size += 1 + random.IntN(size)
				}
				trees[size]++
			}
		}
		sizes := []int{}
		for size := range trees {
			sizes = append(sizes, size)
		}
		slices.Sort(sizes)
		for _, size := range sizes {
			cascades.Text(name).Int(size).Int(trees[size])
			end(t, cascades)
		}
	}
	for s, name := range m.strategies {
		for k, stay := range []string{"unaware", "aware", "considering", "customer", "loyal", "advocate", "present_customer"} {
			for week := 0; week <= m.weeks; week += 2 {
				left := math.Exp(-float64(week) * (0.01 + 0.01*float64(k)) * (1 + 0.1*float64(s%4)))
				end(t, survival.Text(name).Text(stay).Int(week).Int(1000).Int(10).Float(left))
			}
		}
	}
	decision := table("decision", "strategy", "metric", "n", "mean", "out_after", "short_of_best", "ci_low", "ci_high", "chosen")
	n := float64(m.replicates)
	for s, name := range m.strategies {
		last := len(m.strategies) - 1 // is chosen; the one before it stayed to the end
		runs, out, gap := m.replicates*(s+1), m.replicates*(s+1), 3e4*float64(last-s)
		if s >= last-1 {
			runs, out = m.replicates*(last+1), 0
		}
		end(t, decision.Text(name).Text("profit").Int(runs).Float(1e5-gap).Int(out).Float(gap).Float(gap-0.9*gap*m.noise).Float(gap+0.9*gap*m.noise).Text(fmt.Sprint(s == last)))
		mean, sd, p10, p90 := moments(profit[s])
		half := 1.73 * sd / math.Sqrt(n)
		summary.Text(name).Text("profit").Int(m.replicates).Float(mean).Float(sd).Float(mean - half).Float(mean + half).Float(p10).Float(mean).Float(p90).Text("EUR")
		end(t, summary)
		for _, price := range []struct {
			metric      string
			mean, width float64
			unit        string
		}{{"reach", 3000 + 400*float64(s%4), 60, "customers"}, {"roi", 1.2 - 0.2*float64(s%3), 0.08, "ratio"}, {"cac", 38 + float64(s), 1, "money"},
			{"cac_paid", 95, 4, "money"}, {"cac_wom", 24 - float64(s%4), 1, "money"}, {"cac_referral", 8 * float64(s%2), 1, "money"}, {"cac_community", 0, 0, "money"}} {
			w := price.width * m.noise
			summary.Text(name).Text(price.metric).Int(m.replicates).Float(price.mean).Float(w).Float(price.mean - w).Float(price.mean + w).Float(price.mean - 2*w).Float(price.mean).Float(price.mean + 2*w).Text(price.unit)
			end(t, summary)
		}
		difference, loss := make([]float64, m.replicates), 0.0
		best := 0.0
		for r := range difference {
			difference[r] = profit[s][r] - profit[0][r]
			top := profit[0][r]
			for _, other := range profit {
				top = max(top, other[r])
			}
			if loss += (top - profit[s][r]) / n; top == profit[s][r] {
				best += 1 / n
			}
		}
		mean, sd, _, _ = moments(difference)
		half = 1.73 * sd / math.Sqrt(n)
		comparison.Text(name).Text(m.strategies[0]).Text("profit").Int(m.replicates).Float(mean).Float(sd).Float(mean - half).Float(mean + half).
			Float(0.9).Float(0.9).Float(best).Float(loss)
		end(t, comparison)
	}
	err = f.Commit(results.Manifest{
		Title: "Launch of a refillable cleaner", Currency: "EUR", Strategies: m.strategies, Baseline: m.strategies[0],
		Objective: results.Objective{Metric: "profit", Direction: "max"}, Seed: 1, Replicates: m.replicates, Customers: people, Weeks: m.weeks,
		Interval: "90 % t-interval of the mean over replicates",
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func moments(xs []float64) (mean, sd, p10, p90 float64) {
	mean, p10, p90 = spread(xs)
	for _, x := range xs {
		sd += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(sd / float64(len(xs)-1)), p10, p90
}

func end(t testing.TB, w *results.Writer) {
	t.Helper()
	if err := w.End(); err != nil {
		t.Fatal(fmt.Errorf("synthetic market: %w", err))
	}
}

func shut(t testing.TB, w *results.Writer) {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// sweep writes the tables of a sweep of two factors and of a tornado, with long
// names and gaps.
func (m market) sweep(t testing.TB, table func(name string, columns ...string) *results.Writer) {
	factors := []string{"product.price", "strategy.community commerce.community.host_per_week", "network.friends.kind"}
	regions := table("regions", slices.Concat([]string{"point", factors[0], factors[1], factors[2], "winner", "runner_up", "metric", "lead", "ci_low", "ci_high", "clear"}, m.strategies)...)
	for p := range 60 {
		x, y := float64(30+p%8*3), float64(p*37%60)/60
		k := min(len(m.strategies)-1, int(y*float64(len(m.strategies))*x/60))
		regions.Int(p).Float(x).Float(100 + 700*y).Text([]string{"ring", "tree"}[p%2]).Text(m.strategies[k]).Text(m.strategies[0]).Text("profit")
		regions.Float(1e5 * y * m.noise).Float(0).Float(2e5 * y).Text("true")
		for i := range m.strategies {
			regions.Float(1e5 - 4e5*math.Abs(y*x/60-float64(i)/float64(len(m.strategies))))
		}
		end(t, regions)
	}
	shut(t, regions)
	indices := table("indices", "strategy", "metric", "of", "factor", "with", "index", "value", "ci_low", "ci_high", "n")
	tornado := table("tornado", "factor", "side", "value", "base", "strategy", "against", "metric", "base_lead", "lead", "ci_low", "ci_high", "change", "change_low", "change_high", "n")
	flips := table("flips", "factor", "side", "strategy", "against", "flip", "flip_low", "flip_high", "base", "looks")
	effects := table("effects", "strategy", "metric", "of", "factor", "from", "to", "n", "mean", "ci_low", "ci_high")
	along := func(factor, from, to string, n int, mean, half float64) {
		end(t, effects.Text(m.strategies[0]).Text("profit").Text("lead").Text(factor).Text(from).Text(to).Int(n).Float(mean).Float(mean-half).Float(mean+half))
	}
	for k := range 8 {
		from := func(first, wide float64) (string, string) {
			return fmt.Sprint(first + wide*float64(k)), fmt.Sprint(first + wide*(float64(k)+0.9))
		}
		low, high := from(30, 3)
		along(factors[0], low, high, 7, 1e5-1.5e4*float64(k)*m.noise, 1.4e4)
		low, high = from(100, 90)
		along(factors[1], low, high, 8, 6e4-4e3*math.Pow(float64(k)-3, 2), 9e3+1e3*float64(k))
	}
	along(factors[2], "a ring of villages", "a ring of villages", 30, 3e4, 8e3)
	along(factors[2], "tree", "tree", 29, 6e4, math.NaN()) // no interval
	shut(t, effects)
	for j, factor := range factors {
		s1, st := 0.5/float64(j+1), 0.7/float64(j+1)
		end(t, indices.Text(m.strategies[0]).Text("profit").Text("lead").Text(factor).Text("").Text("S1").Float(s1).Float(s1-0.1).Float(s1+0.1).Int(64))
		end(t, indices.Text(m.strategies[0]).Text("profit").Text("lead").Text(factor).Text("").Text("ST").Float(st).Float(st-0.1).Float(st+0.1).Int(64))
		for side, name := range []string{"low", "high"} {
			lead := 4e4 - 6e4*float64(1-2*side)/float64(j+1)
			end(t, tornado.Text(factor).Text(name).Text([]string{"32", "48"}[side]).Text("40").Text(m.strategies[0]).Text("the next best").Text("profit").
				Float(4e4).Float(lead).Float(lead-5e3).Float(lead+5e3).Float(lead-4e4).Float(lead-4.4e4).Float(lead-3.6e4).Int(m.replicates))
		}
	}
	end(t, flips.Text(factors[0]).Text("low").Text(m.strategies[0]).Text("the next best").Float(36.21).Float(35).Float(37).Float(40).Int(4))
	end(t, flips.Text(factors[1]).Text("high").Text(m.strategies[0]).Text("the next best").Float(1234.5).Float(1100).Float(1300).Float(400).Int(4))
	shut(t, flips)
	curves := table("curves", "strategy", "key", "value", "metric", "n", "mean", "ci_low", "ci_high", "cost", "marginal_return", "mark")
	for j, factor := range append(factors, "advertising.rate") {
		for k := range 6 {
			x, y := 20+0.37*float64(j*k), 1e5-2e3*math.Pow(float64(k-j), 2)
			end(t, curves.Text(m.strategies[0]).Text(factor).Float(x+0.01*float64(k)).Text("profit").Int(20).Float(y).Float(y-4e3).Float(y+4e3).Float(1e4).Float(math.NaN()).
				Text([]string{"", "now", "", "suggested", "", ""}[k]))
		}
	}
	shut(t, curves)
	bands := table("fit_bands", "week", "column", "data", "mean", "low", "high", "posterior_mean", "posterior_low", "posterior_high")
	for _, column := range []string{"sales", "nps"} {
		for week := 1; week <= 26; week++ {
			x := 400*math.Exp(-math.Pow(float64(week-12)/7, 2)) + 20
			end(t, bands.Int(week).Text(column).Float(x+40*math.Sin(float64(7*week))).Float(x).Float(x-60).Float(x+60).Float(x).Float(x-80).Float(x+85))
		}
	}
	shut(t, bands)
	profile := table("profile", "key", "value", "distance", "cut", "fitted", "ci_low", "ci_high")
	for j, factor := range factors[:2] {
		for k := range 9 {
			x := 30 + 2*float64(k)
			end(t, profile.Text(factor).Float(x).Float(0.02+0.002*math.Pow(float64(k-4), 2)/float64(1+40*j)).Float(0.03).Float(38).Float(34).Float(42))
		}
	}
	shut(t, profile)
	front := table("front", "strategy", "mark", factors[0], "metric", "n", "mean", "ci_low", "ci_high", "against", "against_mean", "against_low", "against_high", "cost")
	for k := range 9 {
		x, y := 3000+150*float64(k), 1e5-1.5e3*float64(k*k)
		mark := []string{"suggested", "", "", "", "now", "", "", "", ""}[k]
		if mark == "now" {
			y -= 4e4
		}
		end(t, front.Text(m.strategies[0]).Text(mark).Float(x).Text("profit").Int(20).Float(y).Float(y-4e3).Float(y+4e3).Text("reach").Float(x).Float(x-80).Float(x+80).Float(1e4))
	}
	shut(t, front)
	end(t, indices.Text(m.strategies[0]).Text("profit").Text("lead").Text("dummy").Text("").Text("S1").Float(0.01).Float(-0.1).Float(0.1).Int(64))
	shut(t, indices)
	shut(t, tornado)
}

// network writes the tables of a drawing of the network: three communities, in
// which the brand spreads.
func (m market) network(t testing.TB, table func(name string, columns ...string) *results.Writer) {
	const shown = 240
	random := rand.New(rand.NewPCG(3, 7))
	ties := table("ties", "layer", "from", "to")
	for i := range shown {
		for range 3 {
			end(t, ties.Text("friends").Int(i).Int((i+3*(1+random.IntN(20)))%shown))
		}
	}
	shut(t, ties)
	names := []string{"unaware", "aware", "considering", "customer", "loyal", "advocate", "lapsed", "detractor"}
	people := table("people", "strategy", "week", "customer", "x", "y", "community", "stage", "source", "parent")
	for k, name := range m.strategies {
		for frame := range 3 {
			random := rand.New(rand.NewPCG(4, 7)) // the same people at all weeks
			for i := range shown {
				angle, r := 2*math.Pi*random.Float64(), 0.3*math.Sqrt(random.Float64())
				luck := random.Float64()
				stage := min(len(names)-1, int(luck*luck*float64((k%4+2)*(frame+1))))
				people.Text(name).Int((frame + 1) * m.weeks / 3).Int(i).Float(0.6*math.Cos(float64(i%3)*2.1) + r*math.Cos(angle)).Float(0.6*math.Sin(float64(i%3)*2.1) + r*math.Sin(angle)).Int(i % 3).Text(names[stage])
				if people.Text("friends"); i >= 3 && random.Float64() < 0.8 {
					people.Int(i - 3*(1+random.IntN(i/3)))
				} else {
					people.Text("")
				}
				end(t, people)
			}
		}
	}
	shut(t, people)
}

// fit writes the tables of a calibration: a value that the data tell, one that
// they hardly do, and one without an interval.
func (m market) fit(t testing.TB, table func(name string, columns ...string) *results.Writer) {
	fit := table("fit", "key", "value", "ci_low", "ci_high", "min", "max", "open", "told")
	end(t, fit.Text("talk.persuasion.friends").Float(0.061).Float(0.055).Float(0.067).Float(0.01).Float(0.2).Text("false").Float(0.94))
	end(t, fit.Text("advertising.rate").Float(0.0052).Float(0).Float(0.02).Float(0).Float(0.02).Text("true").Float(0.03))
	end(t, fit.Text("strategy.community commerce.community.host_per_week").Float(12345).Float(math.NaN()).Float(math.NaN()).Float(0).Float(20000).Text("true").Float(0))
	shut(t, fit)
	// Draws of five values of very different size, the first two of which hang
	// together, with shares that differ.
	posterior := table("posterior", "draw", "weight", "talk.persuasion.friends", "advertising.rate", "strategy.community commerce.community.host_per_week", "rates.speak.base", "rates.buy.base")
	random := rand.New(rand.NewPCG(5, 7))
	for i := range 400 {
		z := random.NormFloat64()
		end(t, posterior.Int(i+1).Float(math.Pow(random.Float64(), 3)/100).
			Float(0.061+0.004*z).Float(0.0052*math.Exp(-0.2*z+0.1*random.NormFloat64())).Float(20000*random.Float64()).Float(0.4+0.02*random.NormFloat64()).Float(1))
	}
	shut(t, posterior)
}
