package plots

import (
	"cmp"
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
}

func (s swing) size() float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, e := range s.lead {
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
	slices.SortStableFunc(all, func(a, b swing) int { return cmp.Compare(b.size(), a.size()) })
	left := max(0, len(all)-mostFactors)
	all = all[:len(all)-left]
	base := numbers["base_lead"][0]
	winner, metric := texts["strategy"][0], texts["metric"][0]
	unit := d.unitOf(metric, "")
	about := fmt.Sprintf("Mean lead in %s if one value alone is lowered (orange) or raised (blue), with its 90 %% interval. Below 0, another strategy is better.", plainName(metric))
	if left > 0 {
		about += fmt.Sprintf(" The other %d do less.", left)
	}
	f := d.figure("What moves the lead of "+winner, about)
	f.body = func(c draw.Canvas) {
		low, high := math.Min(0, base), math.Max(0, base)
		for _, s := range all {
			for _, e := range s.lead {
				for _, x := range []float64{e.mean, e.low, e.high} {
					if !math.IsNaN(x) {
						low, high = math.Min(low, x), math.Max(high, x)
					}
				}
			}
		}
		if low == high {
			high = low + 1
		}
		factors := make([]strategy, len(all))
		var values []string
		for i, s := range all {
			factors[i] = strategy{name: s.factor}
			values = append(values, s.span())
		}
		r := rowsOf(c, factors)
		width := widest(text(soft), values...) + 16
		frame := panel{x: through(unit.ticks(low, high, 5), "lead"), across: true}
		area := draw.Crop(r.Canvas, 0, -width-20, frame.bottom(), -lineHeight-6)
		frame.draw(area)
		r.within(area.Min.Y, area.Max.Y)
		at := func(x float64) vg.Length { return frame.x.at(x, area.Min.X, area.Max.X) }
		write(c, text(soft), vg.Point{X: c.Max.X, Y: area.Max.Y + 8}, 1, "from … to")
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
			write(c, text(soft), vg.Point{X: c.Max.X, Y: y - halfCapital}, 1, values[i])
		}
		c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.2, Dashes: dashes[1]}, at(base), area.Min.Y, at(base), area.Max.Y)
		write(c, bold(ink), vg.Point{X: at(base), Y: area.Max.Y + 8}, 0.5, "as it is: "+unit.short(base))
	}
	return f, nil
}

// span writes the values that a factor was moved to.
func (s swing) span() string {
	neat := func(text string) string {
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			return strconv.FormatFloat(x, 'g', 3, 64)
		}
		return cmp.Or(text, "–")
	}
	return neat(s.value[0]) + " … " + neat(s.value[1])
}
