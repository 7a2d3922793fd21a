package plots

import (
	"cmp"
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// swing is what moving one factor does to the lead.
type swing struct {
	factor string
	value  [2]string // low and high, as the scenario would spell them
	lead   [2]estimate
	flip   [2]string // beyond which value another strategy wins; empty if none is known
}

// distance is how far the means lie apart.
func distance(of []estimate) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, e := range of {
		if !math.IsNaN(e.mean) {
			low, high = math.Min(low, e.mean), math.Max(high, e.mean)
		}
	}
	return high - low
}

func tornadoPlot(d *Data) (*Figure, error) {
	t, err := d.need("tornado", "factor", "side", "value", "strategy", "against", "metric", "base_lead", "lead", "ci_low", "ci_high")
	if err != nil {
		return nil, err
	}
	texts := map[string][]string{}
	for _, name := range []string{"factor", "side", "value", "strategy", "against", "metric"} {
		if texts[name], err = t.Strings(name); err != nil {
			return nil, err
		}
	}
	numbers := map[string][]float64{}
	for _, name := range []string{"base_lead", "lead", "ci_low", "ci_high"} {
		if numbers[name], err = t.Floats(name); err != nil {
			return nil, err
		}
	}
	var all []swing
	for i, factor := range texts["factor"] {
		k := slices.IndexFunc(all, func(s swing) bool { return s.factor == factor })
		if k < 0 {
			none := estimate{math.NaN(), math.NaN(), math.NaN()}
			k = len(all)
			all = append(all, swing{factor: factor, lead: [2]estimate{none, none}})
		}
		side := 0
		if texts["side"][i] == "high" {
			side = 1
		}
		all[k].value[side] = texts["value"][i]
		all[k].lead[side] = estimate{numbers["lead"][i], numbers["ci_low"][i], numbers["ci_high"][i]}
	}
	slices.SortStableFunc(all, func(a, b swing) int { return cmp.Compare(distance(b.lead[:]), distance(a.lead[:])) })
	left := max(0, len(all)-cmp.Or(d.most, mostFactors))
	all = all[:len(all)-left]
	flips, err := d.flips(all)
	if err != nil {
		return nil, err
	}
	base := numbers["base_lead"][0]
	winner, metric := texts["strategy"][0], texts["metric"][0]
	unit := d.unitOf(metric, "")
	paired := ""
	runs := d.Replicates
	if n, err := t.Floats("n"); err == nil && len(n) > 0 && n[0] > 0 {
		runs = int(n[0]) // those of a report's tornado are fewer than those of its run
		paired = fmt.Sprintf(" (n = %s a value, as of the dashed line)", count(runs, "paired run"))
	}
	about := fmt.Sprintf("Mean lead in %s if one value alone is lowered (orange) or raised (blue), with its 90 %% interval%s. Below 0, another strategy is better.", plainName(metric), paired)
	if left > 0 {
		about += fmt.Sprintf(" The other %d do less.", left)
	}
	if flips {
		about += " The last column: beyond which value another one wins."
	}
	f := d.figureOf(runs, "What moves the lead of "+winner, about)
	for _, s := range all {
		f.Says = join(f.Says, fmt.Sprintf("%s from %s: lead %s to %s.", s.factor, s.span(), unit.short(s.lead[0].mean), unit.short(s.lead[1].mean)))
	}
	f.Rows = len(all)
	f.body = func(c draw.Canvas) {
		seen := []float64{0, base}
		for _, s := range all {
			for _, e := range s.lead {
				seen = append(seen, e.mean, e.low, e.high)
			}
		}
		low, high := extent(seen)
		factors := make([]strategy, len(all))
		values, turns := make([]string, len(all)), make([]string, len(all))
		for i, s := range all {
			factors[i] = strategy{name: s.factor}
			values[i], turns[i] = s.span(), s.turn()
		}
		const head, turned = "from … to", "flips at"
		width := widest(text(soft), append(values, head)...) + 14
		last := vg.Length(0)
		if flips {
			last = max(widest(bold(ink), turns...), text(soft).Width(turned)) + 14
		}
		// Where there is little room, what a factor is moved to stands below its
		// name.
		beneath := c.Max.X-c.Min.X < 600
		var r rows
		if beneath {
			width = 0
			r = rowsWithin(c, factors, max(tagWidth(values, c.Max.X-c.Min.X), min(widest(text(ink), names(factors)...)+1, 0.42*(c.Max.X-c.Min.X))))
		} else {
			r = rowsOf(c, factors)
		}
		frame := panel{across: true}
		area := draw.Crop(r.Canvas, 0, -width-last-12, 0, -lineHeight-6)
		frame.x = around(low, high, unit.ticks(low, high, max(1, min(5, int((area.Max.X-area.Min.X)/80)))), "lead")
		area = draw.Crop(area, 0, 0, frame.bottom(), 0)
		frame.draw(area)
		if beneath {
			r.second = values
		}
		r.within(area.Min.Y, area.Max.Y)
		at := func(x float64) vg.Length { return frame.x.at(x, area.Min.X, area.Max.X) }
		if !beneath {
			write(c, text(soft), vg.Point{X: c.Max.X - last, Y: area.Max.Y + 8}, 1, head)
		}
		if flips {
			write(c, text(soft), vg.Point{X: c.Max.X, Y: area.Max.Y + 8}, 1, turned)
		}
		bar := min(r.pitch*0.56, 30)
		for i, s := range all {
			y := r.middle(i)
			for side, colour := range []color.NRGBA{orange, blue} {
				e := s.lead[side]
				if math.IsNaN(e.mean) {
					continue
				}
				c.SetColor(faint(colour, 0.85))
				c.Fill(rectangle(vg.Point{X: at(base), Y: y - bar/2}, vg.Point{X: at(e.mean), Y: y + bar/2}))
			}
			for side := range s.lead {
				if e := s.lead[side]; !math.IsNaN(e.low) {
					c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.4}, at(e.low), y, at(e.high), y)
				}
			}
			if !beneath {
				write(c, text(soft), vg.Point{X: c.Max.X - last, Y: y - halfCapital}, 1, values[i])
			}
			if flips {
				write(c, bold(ink), vg.Point{X: c.Max.X, Y: y - halfCapital}, 1, turns[i])
			}
		}
		c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.2, Dashes: dashes[1]}, at(base), area.Min.Y, at(base), area.Max.Y)
		label := "as it is: " + unit.short(base)
		half := bold(ink).Width(label) / 2
		end := c.Max.X - last - 4
		if !beneath {
			end -= text(soft).Width(head) + 6
		}
		x := min(max(at(base), c.Min.X+half), end-half)
		write(c, bold(ink), vg.Point{X: x, Y: area.Max.Y + 8}, 0.5, label)
	}
	return f, nil
}

// flips notes beyond which values another strategy wins, if a table tells, and
// reports whether there are any.
func (d *Data) flips(all []swing) (any bool, err error) {
	t, err := d.need("flips", "factor", "side", "flip")
	if errors.Is(err, ErrNothing) {
		return false, nil
	}
	var columns [3][]string
	for i, name := range []string{"factor", "side", "flip"} {
		if err == nil {
			columns[i], err = t.Strings(name)
		}
	}
	if err != nil {
		return false, err
	}
	for i, factor := range columns[0] {
		k := slices.IndexFunc(all, func(s swing) bool { return s.factor == factor })
		if k < 0 {
			continue
		}
		side := 0
		if columns[1][i] == "high" {
			side = 1
		}
		all[k].flip[side], any = columns[2][i], true
	}
	return any, nil
}

// turn writes the values beyond which the winner changes.
func (s swing) turn() string {
	switch {
	case s.flip[0] == "" && s.flip[1] == "":
		return "–"
	case s.flip[1] == "":
		return "< " + digits(s.flip[0])
	case s.flip[0] == "":
		return "> " + digits(s.flip[1])
	}
	return "< " + digits(s.flip[0]) + ", > " + digits(s.flip[1])
}

// span writes the values that a factor was moved to.
func (s swing) span() string { return digits(s.value[0]) + " … " + digits(s.value[1]) }

// digits writes a value in three digits, or all before the dot.
func digits(text string) string {
	x, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil:
		return cmp.Or(text, "–")
	case math.Abs(x) >= 100:
		return thousands(strconv.FormatFloat(x, 'f', 0, 64))
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}
