package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/experiment/tornado"
	"grapevine/sim/results"
)

// tornadoCommand moves one value at a time.
type tornadoCommand struct {
	trialFlags
	Vary       []string `sep:"none" help:"Value to move, as product.price or product.price=30:50; may be given again. Left out: those of [sweep.vary], else some that every market has." placeholder:"KEY[=LOW:HIGH]"`
	All        bool     `help:"Move every number of the market."`
	By         string   `help:"How far to move a value that has no range of its own." default:"20%" placeholder:"SHARE"`
	Reach      float64  `help:"How many times as far to look for values that change the winner." default:"3"`
	Replicates int      `help:"Runs of every strategy at a value." default:"20" placeholder:"N"`
}

// Run carries the command out.
func (c *tornadoCommand) Run(ctx context.Context, t *terminal) error {
	l, err := c.load()
	if err != nil {
		return err
	}
	if len(l.s.Strategies) < 2 || l.s.Objective.Metric() == "" {
		return usage(errors.New("a tornado is about who is the best: want two strategies and an [objective]"))
	}
	if c.Replicates < 2 {
		return usage(fmt.Errorf("--replicates=%d: want 2 or more", c.Replicates))
	}
	factors, skipped, err := c.factors(l)
	if err != nil {
		return usage(err)
	}
	folder, err := c.folder(l, "tornado")
	if err != nil {
		return err
	}
	defer folder.Discard()
	show, finish := t.progress("moving values", c.Quiet)
	found, err := c.move(ctx, l, factors, show)
	finish()
	if err != nil {
		return t.gaveUp(err)
	}
	if err := c.tables(folder, l, found); err != nil {
		return err
	}
	if err := l.commit(folder, t.args, c.Replicates, c.NoPlots); err != nil {
		return err
	}
	c.print(t, l, found, skipped)
	fmt.Fprintf(t.out, "\nresults: %s\n", folder.Target())
	return nil
}

// move tries every factor at both sides, and looks for flips.
func (c *tornadoCommand) move(ctx context.Context, l *trials, factors []tornado.Factor, show func(done, of int)) (*tornado.Tornado, error) {
	done := 0
	return tornado.Run(ctx, factors, l.d.Objective.Minimise, func(ctx context.Context, settings []tornado.Setting) ([][][]float64, error) {
		sets := make([][]string, len(settings))
		for i, s := range settings {
			if s.Factor >= 0 {
				for _, path := range factors[s.Factor].Paths {
					sets[i] = append(sets[i], path+"="+spell(s.Value))
				}
			}
		}
		values, err := l.try(ctx, sets, 1, c.Replicates)
		if done += len(settings); show != nil {
			show(done, max(done, 2*len(factors)+1))
		}
		return values, err
	})
}

func spell(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// tidy rounds a number to the digits that people would write.
func tidy(x float64) float64 {
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 12, 64), 64)
	return x
}

// share reads a share, as 20% or 0.2.
func share(text string) (float64, error) {
	digits, percent := strings.CutSuffix(text, "%")
	x, err := strconv.ParseFloat(digits, 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x > 0) {
		return 0, fmt.Errorf("%s: want a share above 0, as 20%% or 0.2", text)
	}
	return x, nil
}

// factors returns what to move, and the keys that cannot be.
func (c *tornadoCommand) factors(l *trials) (factors []tornado.Factor, skipped []string, err error) {
	by, err := share(c.By)
	if err != nil {
		return nil, nil, fmt.Errorf("--by=%w", err)
	}
	var levers []scenarios.Lever
	switch {
	case c.All:
		levers = l.s.Numbers()
	case c.Vary == nil:
		levers = l.s.Levers()
	}
	for _, text := range c.Vary {
		key, span, ranged := cutRange(text)
		v, ok := l.s.Anywhere(key)
		if !ok {
			return nil, nil, fmt.Errorf("--vary=%s: the scenario has no such value; see grapevine explain %s", text, key)
		}
		v.Min, v.Max = span[0], span[1]
		if !ranged {
			v.Min, v.Max = 0, 0
		}
		levers = append(levers, v)
	}
	for _, v := range levers {
		base, err := strconv.ParseFloat(v.Value, 64)
		own := v.Max > v.Min && (c.Vary != nil || l.s.Sweep != nil) && !c.All
		if err != nil || !own && base == 0 {
			skipped = append(skipped, v.Key)
			continue
		}
		f := tornado.Factor{Key: v.Key, Paths: v.Paths, Base: base, Whole: v.Whole, Low: v.Min, High: v.Max, Least: v.Min, Most: v.Max}
		if !own {
			step := by * math.Abs(base)
			if f.Whole {
				step = math.Max(1, math.Round(step))
			}
			f.Low, f.High = l.within(f.Paths, base, tidy(base-step)), l.within(f.Paths, base, tidy(base+step))
			f.Least, f.Most = l.within(f.Paths, base, tidy(base-c.Reach*step)), l.within(f.Paths, base, tidy(base+c.Reach*step))
		}
		if f.Low == base && f.High == base {
			skipped = append(skipped, v.Key)
			continue
		}
		factors = append(factors, f)
	}
	if len(factors) == 0 {
		return nil, nil, errors.New("there is nothing to move: name values with --vary, as --vary product.price=30:50")
	}
	return factors, skipped, nil
}

// cutRange reads KEY or KEY=LOW:HIGH.
func cutRange(text string) (key string, span [2]float64, ranged bool) {
	key, rest, ok := strings.Cut(text, "=")
	low, high, ok2 := strings.Cut(rest, ":")
	a, err := strconv.ParseFloat(low, 64)
	b, err2 := strconv.ParseFloat(high, 64)
	if !ok || !ok2 || err != nil || err2 != nil || a >= b {
		return key, span, false
	}
	return key, [2]float64{a, b}, true
}

// tables writes tornado.csv and flips.csv.
func (c *tornadoCommand) tables(folder *results.Folder, l *trials, found *tornado.Tornado) error {
	bars, err := folder.Table("tornado.csv", "factor", "side", "value", "base", "strategy", "against", "metric", "base_lead", "lead", "ci_low", "ci_high", "change", "change_low", "change_high", "n")
	if err != nil {
		return err
	}
	flips, err := folder.Table("flips.csv", "factor", "side", "strategy", "against", "flip", "flip_low", "flip_high", "base", "looks")
	if err != nil {
		return err
	}
	name := func(i int) string { return l.s.Strategies[i].Name }
	for _, b := range found.Bars {
		for k, side := range b.Sides {
			at := []string{"low", "high"}[k]
			bars.Text(b.Key).Text(at).Float(side.Value).Float(b.Base).Text(name(found.Winner)).Text(name(side.Against)).Text(l.d.Objective.Metric).Float(found.Lead.Mean)
			if err := bars.Float(side.Lead.Mean).Float(side.Lead.Low).Float(side.Lead.High).Float(side.Change.Mean).Float(side.Change.Low).Float(side.Change.High).Int(side.Lead.N).End(); err != nil {
				return err
			}
			if f := side.Flip; f != nil {
				flips.Text(b.Key).Text(at).Text(name(found.Winner)).Text(name(f.Now)).Float(f.Value).Float(f.Low).Float(f.High)
				if err := flips.Float(b.Base).Int(f.Looks).End(); err != nil {
					return err
				}
			}
		}
	}
	if err := bars.Close(); err != nil {
		return err
	}
	return flips.Close()
}

// print says what moves the lead, and what changes the winner.
func (c *tornadoCommand) print(t *terminal, l *trials, found *tornado.Tornado, skipped []string) {
	name := func(i int) string { return l.s.Strategies[i].Name }
	a := experiment.Answer{Objective: l.d.Objective, Currency: l.d.Currency}
	if !c.Quiet {
		fmt.Fprintf(t.out, "%s\n%s; %s paired runs of each strategy at a value, %s runs in all\n\n", titleOf(l.s), l.s.Badge(), thousands(c.Replicates), thousands(found.Runs))
	}
	fmt.Fprintf(t.out, "As it is, %s leads %s by %s.\n", name(found.Winner), name(found.RunnerUp), a.Interval(found.Lead))
	if !c.Quiet {
		fmt.Fprintf(t.out, "\nThe lead of %s, if one value alone is moved:\n\n", name(found.Winner))
		w := bareTable(t.out)
		w.AppendHeader(table.Row{"value", "as it is", "from", "lead there", "to", "lead there"})
		for k, b := range found.Bars {
			if k == 20 {
				break // the table has them all
			}
			w.AppendRow(table.Row{b.Key, neat(b.Base), neat(b.Low), a.Amount(b.Sides[0].Lead.Mean), neat(b.High), a.Amount(b.Sides[1].Lead.Mean)})
		}
		numbers(w, 6)
		w.Render()
		fmt.Fprintln(t.out)
	}
	for _, line := range c.flips(l, found) {
		fmt.Fprintln(t.out, line)
	}
	if len(skipped) > 0 && !c.Quiet && c.Vary != nil {
		fmt.Fprintf(t.out, "Not moved, since they are 0 or no numbers: %s.\n", strings.Join(skipped, ", "))
	}
}

// flips says which values change the winner, or how far was looked for them.
func (c *tornadoCommand) flips(l *trials, found *tornado.Tornado) []string {
	name := func(i int) string { return l.s.Strategies[i].Name }
	var lines []string
	for _, b := range found.Bars {
		for k, side := range b.Sides {
			if side.Flip != nil {
				lines = append(lines, flipSentence(b, k, name(found.Winner), name(side.Flip.Now)))
			}
		}
	}
	if lines == nil {
		lines = []string{fmt.Sprintf("No value changes the winner by itself, as far as was looked (%s).", reachOf(c, l))}
	}
	return lines
}

func reachOf(c *tornadoCommand, l *trials) string {
	if c.Vary == nil && !c.All && l.s.Sweep != nil {
		return "over the ranges of [sweep.vary]"
	}
	return fmt.Sprintf("± %s, and where a line points to a change, up to %g times as far", c.By, c.Reach)
}

// flipSentence says where the winner changes.
func flipSentence(b tornado.Bar, side int, winner, now string) string {
	f := b.Sides[side].Flip
	sign := []string{"<", ">"}[side]
	between := fmt.Sprintf("[%s, %s]", neat(f.Low), neat(f.High))
	if f.Open {
		between += " or beyond what was looked at"
	}
	return fmt.Sprintf("%s %s %s changes the winner from %s to %s (90 %% interval %s; it is %s).", b.Key, sign, neat(f.Value), winner, now, between, neat(b.Base))
}

// neat writes a number in three digits, or all before the dot.
func neat(x float64) string {
	if math.Abs(x) >= 100 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}
