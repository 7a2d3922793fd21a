package sim

// Further books a sale to the customer in hand of something other than the
// product of the journey, as an add-on of the same line: a price and a cost of
// goods, in the currency. It is no purchase of the journey and leaves the Buy
// clock and the attitudes alone.
func (s *Span) Further(i int32, price, cost float64) {
	s.earn(i, &s.Market.customers[i], TakingFurther, cents(price), cents(cost))
}
