package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

func bestPlot(d *Data) (*Figure, error) {
	t, err := d.need("comparison", "strategy", "metric", "p_best")
	if err != nil {
		return nil, err
	}
	metric := d.objective()
	if t, err = t.Where("metric", metric); err != nil {
		return nil, err
	}
	if t.Rows() < 2 {
		return nil, fmt.Errorf("%w: one strategy alone is the best", ErrNothing)
	}
	all, err := d.strategies(t)
	if err != nil {
		return nil, err
	}
	chance, loss := make([]float64, len(all)), make([]float64, len(all))
	for i, s := range all {
		of, err := t.Where("strategy", s.name)
		if err != nil {
			return nil, err
		}
		p, err := of.Floats("p_best")
		if err != nil {
			return nil, err
		}
		if chance[i], loss[i] = p[0], math.NaN(); math.IsNaN(p[0]) {
			return nil, fmt.Errorf("%w: p_best of %s is empty", ErrNothing, metric)
		}
		if of.Has("expected_loss") {
			l, err := of.Floats("expected_loss")
			if err != nil {
				return nil, err
			}
			loss[i] = l[0]
		}
	}
	unit := d.unitOf(metric, "")
	f := d.figure("How likely each strategy is the best",
		"Bar: probability that it gives the best "+plainName(metric)+". Right: expected loss from choosing it.")
	f.body = func(c draw.Canvas) {
		r := rowsOf(c, all)
		head := lineHeight + 6
		losses := []string{"expected loss"}
		for _, l := range loss {
			losses = append(losses, unit.short(l))
		}
		width := widest(bold(ink), losses...)
		frame := panel{x: through(percent.ticks(0, 100, 5), ""), across: true}
		area := draw.Crop(r.Canvas, 0, -width-60, frame.bottom(), -head)
		frame.draw(area)
		r.within(area.Min.Y, area.Max.Y)
		write(c, bold(ink), vg.Point{X: area.Min.X, Y: area.Max.Y + 10}, 0, "probability of being best")
		write(c, bold(ink), vg.Point{X: c.Max.X, Y: area.Max.Y + 10}, 1, losses[0])
		bar := min(r.pitch*0.56, 40)
		for i, s := range all {
			y := r.middle(i)
			end := frame.x.at(100*chance[i], area.Min.X, area.Max.X)
			c.SetColor(s.colour())
			c.Fill(rectangle(vg.Point{X: area.Min.X, Y: y - bar/2}, vg.Point{X: end, Y: y + bar/2}))
			write(c, bold(ink), vg.Point{X: end + 7, Y: y - halfCapital}, 0, share(100*chance[i]))
			write(c, text(ink), vg.Point{X: c.Max.X, Y: y - halfCapital}, 1, losses[i+1])
		}
	}
	return f, nil
}
