// Own math functions and numbered draws, called for one item after the other. Operations are counted on paper, line by
// line, in kernels/core/math.hpp and random.hpp: what the unit named beside them must do for one call.
//   exp   double    3 comparisons, 8 to find k, 4 for r, 22 + 4 for the polynomial, 1 conversion, 2 products       44
//                   (the powers of two are made of integers, elsewhere in the processor and meanwhile)
//   log   double    5 comparisons, 3 for f, s and z, 20 for the tail, 1 conversion, 12 to put it together          41 + 1 division
//   pow   double    both, a comparison and a product; the exponent's comparison is known when it is compiled       87 + 1 division
//   draw  integers  ten rounds of 2 products, 2 high halves and 4 exclusive ors; 6 to make a number in (0, 1)      86
//                   (the ten keys are the same for all draws of a run, so they are made once)
#include <memory>

#include "benchmarks/micro/cases.hpp"
#include "kernels/core/buffer.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/core/random.hpp"

namespace metastasim::bench {

namespace {

struct Exp {
  static constexpr const char* name = "exp";
  static constexpr Work work{16, Unit::scalars, 44, 0};
  HD double operator()(double x, std::int64_t) const { return math::exp(x); }
};
struct Log {
  static constexpr const char* name = "log";
  static constexpr Work work{16, Unit::scalars, 41, 1};
  HD double operator()(double x, std::int64_t) const { return math::log(x); }
};
struct Pow {
  static constexpr const char* name = "pow";
  static constexpr Work work{16, Unit::scalars, 87, 1};
  HD double operator()(double x, std::int64_t) const { return math::pow(x, 2.59); }
};
struct Draw {
  static constexpr const char* name = "uniform draw";
  static constexpr Work work{16, Unit::integers, 86, 0};
  std::uint64_t seed;
  HD double operator()(double x, std::int64_t i) const {
    return x + Draws{seed, static_cast<std::uint64_t>(i), 7, 3}.uniform(0);
  }
};

template <class Function>
struct Call {
  Function function;
  const double* x;
  double* y;
  HD void operator()(std::int64_t i) const { y[i] = function(x[i], i); }
};

template <class Function>
Case function_case(Device& device, std::int64_t n, const Function& function) {
  struct Values {
    Buffer<double> x, y;
  };
  const auto size = static_cast<std::size_t>(n);
  std::vector<double> x(size);
  for (std::size_t i = 0; i < size; ++i) x[i] = 0.1 + 0.01 * static_cast<double>(i % 977);
  const auto v = std::make_shared<Values>(
      Values{Buffer<double>(device, size, "x"), Buffer<double>(device, size, "y")});
  v->x.copy_from_host(x);
  return {
      Function::name, "call", n, Function::work, [&device, v, n, function] {
        for_each_index(device, "function", n, Call<Function>{function, v->x.data(), v->y.data()});
      }};
}

}  // namespace

std::vector<Case> function_cases(Device& device, std::int64_t n) {
  return {function_case(device, n, Exp{}), function_case(device, n, Log{}),
          function_case(device, n, Pow{}), function_case(device, n, Draw{20260101})};
}

}  // namespace metastasim::bench
