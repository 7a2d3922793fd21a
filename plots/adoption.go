package plots

func adoptionPlot(d *Data) (*Figure, error) {
	all, err := d.sums("n_customer", "n_loyal", "n_advocate")
	if err != nil {
		return nil, err
	}
	f := d.figure("Customers over time", "Customers, loyal customers and advocates. "+d.aboutFan())
	body := fan{all: all, unit: plain, label: "customers", zero: true}
	body.tag = func(c curve) string {
		_, mean, _ := c.last()
		return plain.short(mean)
	}
	if n := float64(d.Customers); n > 0 {
		for _, c := range all {
			for i := range c.week {
				c.mean[i], c.low[i], c.high[i] = 100*c.mean[i]/n, 100*c.low[i]/n, 100*c.high[i]/n
			}
		}
		body.unit, body.label = percent, "% of the market"
		body.tag = func(c curve) string {
			_, mean, _ := c.last()
			return percent.short(mean)
		}
	}
	f.body = body.body
	return f, nil
}
