package main

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"strings"
	"text/tabwriter"

	"grapevine/network"
)

// networkStats describes a graph.
type networkStats struct {
	Graph string `arg:"" help:"A file with a graph, or a kind: see grapevine list generators."`
	graphFlags
	Sources     int  `help:"Customers from whom distances are measured; 0 for none." default:"64"`
	Communities bool `help:"Look for communities in a graph of more than a million ties, too."`
	JSON        bool `name:"json" help:"Print one JSON object, with all numbers of ties."`
}

// quickly is the number of ties up to which communities are looked for unasked.
const quickly = 1_000_000

// Run carries the command out.
func (n *networkStats) Run(ctx context.Context, t *terminal) error {
	if n.Sources < 0 {
		return usage(fmt.Errorf("--sources=%d: want 0 or more", n.Sources))
	}
	g, _, planted, err := n.open(ctx, t, n.Graph)
	if err != nil {
		return err
	}
	var s network.Stats
	if err := abandon(ctx, func() error {
		s = network.Describe(g, runtime.GOMAXPROCS(0), n.luck(), network.DescribeOptions{
			Sources: n.Sources, Planted: planted, Communities: n.Communities || g.Size() <= quickly,
		})
		return nil
	}); err != nil {
		return err
	}
	if n.JSON {
		return t.printJSON(map[string]any{"version": 1, "network": statsJSON(s)})
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 3, ' ', 0)
	for _, row := range statsRows(s) {
		fmt.Fprintln(w, strings.TrimRight(strings.Join(row[:], "\t"), "\t"))
	}
	return w.Flush()
}

// statsRows are the lines of the table: what, how much, and what to know.
func statsRows(s network.Stats) [][3]string {
	sort := "undirected"
	if s.Directed {
		sort = "directed"
	}
	if s.Weighted {
		sort += ", of different strength"
	}
	all := [][3]string{
		{"customers", strconv.Itoa(s.Order), ""},
		{"ties", strconv.Itoa(s.Size), sort},
	}
	spread := func(what string, d network.Degrees) [3]string {
		return [3]string{what, figure(d.Mean), fmt.Sprintf("sd %s; min %d, p10 %d, median %d, p90 %d, p99 %d, max %d",
			figure(d.SD), d.Min, d.Quantile(0.1), d.Quantile(0.5), d.Quantile(0.9), d.Quantile(0.99), d.Max)}
	}
	if s.Directed {
		all = append(all, spread("ties from a customer", s.Degrees), spread("ties to a customer", s.DegreesTo))
	} else {
		all = append(all, spread("ties of a customer", s.Degrees))
	}
	all = append(all,
		[3]string{"clustering", figure(s.Clustering.Local), "mean share of a customer's pairs of friends who are tied"},
		[3]string{"transitivity", figure(s.Clustering.Transitivity), fmt.Sprintf("share of friends of friends who are tied; %d triangles", s.Clustering.Triangles)},
		[3]string{"assortativity", figure(s.Assortativity), "correlation of the numbers of ties at both ends"},
		[3]string{"components", strconv.Itoa(s.Components), fmt.Sprintf("the largest has %s %% of customers", figure(100*s.Largest))})
	if p := s.Paths; p.Sources > 0 {
		how, bound := "± "+figure(p.SE)+" (standard error)", "at least "
		if p.Sources == s.Order {
			how, bound = "exact", ""
		}
		all = append(all,
			[3]string{"mean path length", figure(p.Mean), fmt.Sprintf("%s, from %d customers, who reach %s %% of the others", how, p.Sources, figure(100*p.Reached))},
			[3]string{"diameter", bound + strconv.Itoa(p.Diameter), "ties between the two customers furthest apart"})
	}
	if d := s.Planted; d != nil {
		all = append(all, [3]string{"modularity, planted", figure(d.Modularity), fmt.Sprintf("%d communities", d.Communities)})
	}
	if d := s.Found; d != nil {
		all = append(all, [3]string{"modularity, found", figure(d.Modularity), fmt.Sprintf("%d communities", d.Communities)})
	} else {
		all = append(all, [3]string{"modularity, found", "–", "not looked for in so many ties; ask with --communities"})
	}
	return all
}

// figure writes a number to four digits.
func figure(x float64) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case math.Abs(x) >= 1000:
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}

// statsJSON are the statistics as JSON can hold them: null is not a number.
func statsJSON(s network.Stats) map[string]any {
	number := func(x float64) any {
		if math.IsNaN(x) {
			return nil
		}
		return x
	}
	degrees := func(d network.Degrees) map[string]any {
		return map[string]any{"mean": number(d.Mean), "sd": number(d.SD), "min": d.Min, "max": d.Max,
			"p10": d.Quantile(0.1), "median": d.Quantile(0.5), "p90": d.Quantile(0.9), "p99": d.Quantile(0.99), "counts": d.Counts}
	}
	division := func(d *network.Division) any {
		if d == nil {
			return nil
		}
		return map[string]any{"communities": d.Communities, "modularity": number(d.Modularity)}
	}
	all := map[string]any{
		"customers": s.Order, "ties": s.Size, "directed": s.Directed, "weighted": s.Weighted,
		"degrees": degrees(s.Degrees), "clustering": number(s.Clustering.Local), "transitivity": number(s.Clustering.Transitivity),
		"triangles": s.Clustering.Triangles, "assortativity": number(s.Assortativity), "components": s.Components, "largest_component": s.Largest,
		"planted": division(s.Planted), "found": division(s.Found),
	}
	if s.Directed {
		all["degrees_to"] = degrees(s.DegreesTo)
	}
	if p := s.Paths; p.Sources > 0 {
		all["paths"] = map[string]any{"sources": p.Sources, "mean": number(p.Mean), "standard_error": number(p.SE), "reached": p.Reached, "diameter_at_least": p.Diameter}
	}
	return all
}
