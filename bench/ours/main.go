//go:build unix

// Command ours does the work of bench/README.md with the public packages, as a
// user of them would, and prints a line of JSON as peers.py does. What is timed is
// the work itself: not the start of the program, not the reading of the graph.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"runtime/pprof"
	"strings"
	"syscall"
	"time"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/scenarios"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

var (
	graph    = flag.String("graph", "", "path of a graph without .npy")
	starters = flag.String("starters", "", "path of the customers to begin with, without .npy")
	threads  = flag.Int("threads", 1, "processors to use")
	seed     = flag.Uint64("seed", 1, "seed of all luck")
	runs     = flag.Int("runs", 1, "how often the work is done")
	rounds   = flag.Int("rounds", 1, "how often it is measured, each with another seed: a line of JSON each")
	scenario = flag.String("scenario", "", "run: scenario file; its network is replaced by the graph")
	set      = flag.String("set", "", "run: keys to set, as a=1;b=2")
	pass     = flag.Float64("pass", 0.1, "spread: probability that a word passes a tie")
	kind     = flag.String("kind", "", "generate: ba, ws, er, sbm")
	number   = flag.Int("customers", 1_000_000, "generate: customers")
	chosen   = flag.String("seeds-out", "", "seeds: where to write whom it chose")
	judge    = flag.String("seeds-in", "", "judge: whom to judge")
	profile  = flag.String("profile", "", "where to write what takes the time")
)

// stopwatch measures the work.
type stopwatch struct {
	begin time.Time
	cpu   float64
}

// start begins to measure, and to profile if that is asked for.
func start() stopwatch {
	if *profile != "" {
		f, err := os.Create(*profile)
		must(err)
		must(pprof.StartCPUProfile(f))
	}
	return stopwatch{time.Now(), used()}
}

// outcome is what runs came to: how many there were, their mean, and the standard
// deviation of one, nil if it cannot be told.
type outcome struct {
	N    int      `json:"n"`
	Mean float64  `json:"mean"`
	SD   *float64 `json:"sd"`
}

// exactly is the outcome of what is not drawn.
func exactly(x float64) outcome { return outcome{N: 1, Mean: x} }

// told is an outcome of which the mean and its standard error are known.
func told(n int, mean, se float64) outcome {
	sd := se * math.Sqrt(float64(n))
	return outcome{n, mean, &sd}
}

// several is the outcome of some runs.
func several(x []float64) outcome {
	if len(x) == 1 {
		return exactly(x[0])
	}
	var mean, squares float64
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	sd := math.Sqrt(squares / float64(len(x)-1))
	return outcome{len(x), mean, &sd}
}

// stop prints what the work took, in the unit of the workload and in seconds of the
// processor for one run, what came out, and the peak of memory in MB.
func (s stopwatch) stop(value func(seconds float64) float64, outcome any) {
	seconds, cpu := time.Since(s.begin).Seconds(), used()-s.cpu
	pprof.StopCPUProfile()
	var u syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"peer": "grapevine", "value": value(seconds), "cpu": cpu / float64(*runs), "outcome": outcome, "mb": float64(u.Maxrss) / 1024,
	}))
}

// used returns the seconds that all processors have worked for this process.
func used() float64 {
	var u syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)*1e-6
}

// must ends the program with an error, if there is one.
func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	log.SetFlags(0)
	works := map[string]func(){"run": run, "spread": spread, "generate": generate, "seeds": seeds, "judge": judged, "describe": describe, "grow": grow}
	work := works[os.Args[min(1, len(os.Args)-1)]]
	if work == nil {
		log.Fatal("usage: ours run|spread|generate|seeds|judge|describe|grow [flags]")
	}
	must(flag.CommandLine.Parse(os.Args[2:]))
	for range *rounds {
		work()
		*seed++
	}
}

// run plays a scenario on the graph.
func run() {
	g := load(*graph)
	s, err := scenarios.Load(*scenario, strings.FieldsFunc(fmt.Sprintf("customers=%d;%s", g.Order(), *set), func(r rune) bool { return r == ';' }))
	must(err)
	p := s.Strategies[0].Plan
	p.Layers[0].Graph = network.Given{Graph: g}
	for _, n := range p.Mechanisms {
		if d, ok := n.Mechanism.(*mechanism.Seeding); ok {
			d.List = nil
			for _, i := range ints(*starters + ".npy") {
				d.List = append(d.List, int(i))
			}
		}
	}
	w, err := sim.NewWorld(p, chance.Of(*seed, 0), *threads)
	must(err)
	var reached, talking []float64
	watch := start()
	for k := range *runs {
		t, err := sim.Run(context.Background(), p, w, chance.Of(*seed, k+1), *threads)
		must(err)
		reached = append(reached, last(t, "reached_customer"))
		talking = append(talking, last(t, "talkers"))
	}
	all := several(reached)
	watch.stop(func(seconds float64) float64 {
		if s.RecordEvery == 0 { // cascades: milliseconds each
			return seconds / float64(*runs) * 1e3
		}
		return seconds / float64(*runs) / float64(p.Weeks) / float64(g.Order()) * 1e9
	}, map[string]outcome{"reached": all, "ever": all, "adopters": all, "talking": several(talking)})
}

// grow plays a scenario with its own network, for how cost grows.
func grow() {
	s, err := scenarios.Load(*scenario, strings.Split(*set, ";"))
	must(err)
	p := s.Strategies[0].Plan
	made := used()
	w, err := sim.NewWorld(p, chance.Of(*seed, 1), *threads)
	must(err)
	outcome := map[string]float64{"made": used() - made, "customers": float64(p.Customers)}
	watch := start()
	t, err := sim.Run(context.Background(), p, w, chance.Of(*seed, 1), *threads)
	must(err)
	for _, column := range t.Columns {
		if strings.HasPrefix(column, "new_") || column == "sales" || column == "mentions_positive" || column == "mentions_negative" {
			for _, n := range t.Column(column) {
				outcome["events"] += float64(n)
			}
		}
	}
	watch.stop(func(seconds float64) float64 { return seconds }, outcome)
}

// last returns the last entry of a weekly column, 0 if there is none.
func last(t *sim.Trace, column string) float64 {
	if c := t.Column(column); c != nil {
		return float64(c[len(c)-1])
	}
	return 0
}

// spread plays cascades as a choice of seeds is judged by.
func spread() {
	g, first := load(*graph), ints(*starters+".npy")
	watch := start()
	m, se := network.Spread{Model: "ic", Pass: *pass}.Reached(g, first, *runs, chance.Of(*seed, 1), *threads)
	watch.stop(func(seconds float64) float64 { return seconds / float64(*runs) * 1e3 }, map[string]outcome{"reached": told(*runs, m, se)})
}

// generate makes a graph.
func generate() {
	ties := 10 * *number
	of, ok := map[string]network.Generator{
		"ba":  &network.BarabasiAlbert{Attach: 5},
		"ws":  &network.WattsStrogatz{MeanDegree: 10, Rewire: 0.1},
		"er":  &network.ErdosRenyi{Ties: &ties},
		"sbm": &network.StochasticBlocks{Blocks: 50, Within: 8, Between: 2},
	}[*kind]
	if !ok {
		log.Fatalf("-kind %q: want ba, ws, er or sbm", *kind)
	}
	watch := start()
	g, err := of.Generate(*number, chance.Of(*seed, 1), *threads)
	must(err)
	watch.stop(func(seconds float64) float64 { return seconds }, map[string]outcome{"ties": exactly(float64(g.Size()))})
}

// wc is the weighted cascade, in which seeds are chosen.
var wc = network.Spread{Model: "wc"}

// seeds chooses 50 customers to begin with.
func seeds() {
	g := load(*graph)
	watch := start()
	best := network.BestSeeds(g, 50, wc, 0.1, chance.Of(*seed, 1), *threads)
	watch.stop(func(seconds float64) float64 { return seconds }, map[string]outcome{})
	f, err := os.Create(*chosen)
	must(err)
	for _, i := range best.Customers {
		fmt.Fprintln(f, i)
	}
	must(f.Close())
}

// judged says how many those of a list reach.
func judged() {
	g := load(*graph)
	text, err := os.ReadFile(*judge)
	must(err)
	var first []int32
	for _, word := range strings.Fields(string(text)) {
		var i int32
		_, err := fmt.Sscan(word, &i)
		must(err)
		first = append(first, i)
	}
	watch := start()
	m, se := wc.Reached(g, first, *runs, chance.Of(*seed, 2), *threads)
	watch.stop(func(seconds float64) float64 { return seconds }, map[string]outcome{"reached": told(*runs, m, se)})
}

// describe takes the statistics of a graph.
func describe() {
	g := load(*graph)
	watch := start()
	s := network.Describe(g, *threads, chance.Of(*seed, 1), network.DescribeOptions{Sources: 20})
	watch.stop(func(seconds float64) float64 { return seconds }, map[string]outcome{
		"clustering": exactly(s.Clustering.Local), "assortativity": exactly(s.Assortativity), "path": told(s.Paths.Sources, s.Paths.Mean, s.Paths.SE),
	})
}
