package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	luck "grapevine/chance"
	"grapevine/network"
)

// networkSeeds chooses customers to begin with.
type networkSeeds struct {
	Graph   string   `arg:"" predictor:"file" help:"File of a graph, or the name of a kind: see grapevine list generators."`
	K       int      `short:"k" help:"Number of customers to choose." default:"10"`
	Model   string   `help:"How word passes: ic (each tie with --pass), wc (weighted cascade, 1 over those who speak to the hearer), lt (linear threshold), or journey (whole customer journeys in the default market, with --pass as the persuasion of a word; greedy then chooses by ic)." enum:"ic,wc,lt,journey" default:"ic"`
	Pass    float64  `help:"Probability that a word passes a tie, in ic; in journey, that it persuades." default:"0.1"`
	By      []string `help:"Ways to choose: greedy, degree, betweenness, friends, random." default:"greedy,degree,betweenness,friends,random" placeholder:"WAY"`
	Epsilon float64  `help:"How far below 1 - 1/e of the best choice greedy may certainly stay." default:"0.05"`
	Judge   int      `help:"Cascades by which each choice is judged; 10000 if left out, of journeys 50." placeholder:"N"`
	graphFlags
	JSON bool `name:"json" help:"Print one JSON object."`
}

// choice is what one way of choosing comes to.
type choice struct {
	By        string   `json:"by"`
	Reached   float64  `json:"reached"` // customers, starters included
	SE        float64  `json:"se"`
	Share     float64  `json:"share"`
	Guarantee float64  `json:"guarantee,omitempty"` // share of the best choice that is certain
	Seconds   float64  `json:"-"`
	Customers []string `json:"customers"`
}

// ways are the ways to choose, in the order of telling.
var ways = []string{"greedy", "degree", "betweenness", "friends", "random"}

// Run carries the command out.
func (s *networkSeeds) Run(ctx context.Context, t *terminal) error {
	model := network.Spread{Model: s.Model, Pass: s.Pass}
	if s.Model == journey {
		model.Model = "ic"
	}
	if err := s.check(model); err != nil {
		return usage(err)
	}
	g, names, _, err := s.open(ctx, t, s.Graph)
	if err != nil {
		return err
	}
	if s.K > g.Order() {
		return usage(fmt.Errorf("-k %d: the graph has %d customers", s.K, g.Order()))
	}
	var all []choice
	var chosen [][]int32
	for _, way := range ways {
		if !slices.Contains(s.By, way) {
			continue
		}
		started := time.Now()
		c := choice{By: way}
		var picked []int32
		if err := abandon(ctx, func() error { picked, c.Guarantee = s.choose(g, way, model); return nil }); err != nil {
			return err
		}
		c.Seconds = time.Since(started).Seconds()
		if s.Model != journey {
			c.Reached, c.SE = model.Reached(g, picked, s.judged(), luck.Of(s.Seed, 1), runtime.GOMAXPROCS(0))
			c.Share = c.Reached / float64(g.Order())
		}
		for _, i := range picked {
			c.Customers = append(c.Customers, nameOf(names, i))
		}
		all, chosen = append(all, c), append(chosen, picked)
	}
	if s.Model == journey {
		if err := s.journeys(ctx, g, all, chosen); err != nil {
			return err
		}
	}
	if s.JSON {
		return t.printJSON(struct {
			Version   int      `json:"version"`
			Model     string   `json:"model"`
			Pass      float64  `json:"pass,omitempty"`
			Customers int      `json:"customers"`
			Judged    int      `json:"judged_by"`
			Choices   []choice `json:"choices"`
		}{1, s.Model, s.Pass, g.Order(), s.judged(), all})
	}
	return s.print(t, all)
}

// journey is the model in which choices are judged by the simulator itself.
const journey = "journey"

// judged is the number of cascades or journeys by which a choice is judged.
func (s *networkSeeds) judged() int {
	switch {
	case s.Judge != 0:
		return s.Judge
	case s.Model == journey:
		return 50
	}
	return 10_000
}

func (s *networkSeeds) check(model network.Spread) error {
	for _, way := range s.By {
		if !slices.Contains(ways, way) {
			return fmt.Errorf("--by=%s: want some of %s", way, strings.Join(ways, ", "))
		}
	}
	switch {
	case s.K < 1:
		return fmt.Errorf("-k %d: want 1 or more", s.K)
	case s.Judge != 0 && s.Judge < 2:
		return fmt.Errorf("--judge=%d: want 2 or more", s.Judge)
	case !(s.Epsilon > 0 && s.Epsilon < 0.6):
		return fmt.Errorf("--epsilon=%g: want above 0, below 0.6", s.Epsilon)
	}
	return model.Validate()
}

func (s *networkSeeds) choose(g *network.Graph, way string, model network.Spread) (picked []int32, guarantee float64) {
	l := luck.Of(s.Seed, 0)
	workers := runtime.GOMAXPROCS(0)
	switch way {
	case "greedy":
		best := network.BestSeeds(g, s.K, model, s.Epsilon, l, workers)
		return best.Customers, best.Guarantee()
	case "degree":
		return network.ByDegree(g)[:s.K], 0
	case "betweenness":
		const sources = 256
		return network.ByBetweenness(g, min(sources, g.Order()), l, workers)[:s.K], 0
	case "friends":
		return network.FriendsOfRandom(g, s.K, l), 0
	}
	return network.AtRandom(g, l)[:s.K], 0
}

func nameOf(names []string, i int32) string {
	if names != nil {
		return names[i]
	}
	return fmt.Sprint(i)
}

func (s *networkSeeds) print(t *terminal, all []choice) error {
	w := &strings.Builder{}
	tab := bareTable(w)
	tab.AppendHeader(table.Row{"chosen by", "reached", "share", "certain", "seconds", "customers"})
	for _, c := range all {
		certain := "–"
		if c.Guarantee > 0 {
			certain = fmt.Sprintf("≥ %.0f %% of the best", 100*c.Guarantee)
		}
		shown := strings.Join(c.Customers[:min(5, len(c.Customers))], " ")
		if len(c.Customers) > 5 {
			shown += " …"
		}
		tab.AppendRow(table.Row{c.By, fmt.Sprintf("%.5g ± %.2g", c.Reached, c.SE), fmt.Sprintf("%.3g %%", 100*c.Share), certain, fmt.Sprintf("%.2g", c.Seconds), shown})
	}
	tab.Render()
	by := "cascades, those who begin included"
	if s.Model == journey {
		by = "markets of a year under the same luck: customers won, those who begin included"
	}
	fmt.Fprintf(w, "\nreached: mean ± standard error over %s %s; --json lists all customers\n", thousands(s.judged()), by)
	_, err := fmt.Fprint(t.out, w.String())
	return err
}
