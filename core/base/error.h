#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace ptycho {

/// What kind of thing went wrong; decides the exit code of the command-line program.
enum class ErrorCode {
  BadInput,     ///< what the user gave cannot be used (exit code 2)
  NotFound,     ///< a file, a data set or a name that is not there (exit code 2)
  Unsupported,  ///< understood, but not something this program or build does (exit code 2)
  Io,           ///< reading or writing failed (exit code 1)
  NoSpace,      ///< the disk or a file-size limit is full (exit code 1)
  Failed,       ///< the work itself failed (exit code 1)
};

/// An error the user can act on. `message` is one sentence that names the thing and the remedy;
/// `where` is the file, field or data set it is about (may be empty).
struct Error {
  ErrorCode code = ErrorCode::Failed;
  std::string message;
  std::string where;

  /// "where: message", or the message alone; control characters as '?'.
  [[nodiscard]] std::string text() const;
  /// 2 for what the user gave, 1 for what the world did.
  [[nodiscard]] int exitCode() const;
};

template <class T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning an error from a function that returns Result<T>.
[[nodiscard]] tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string where = {});
[[nodiscard]] tl::unexpected<Error> badInput(std::string message, std::string where = {});

/// Hands an error on, with the place put in front of what it already names ("scan.h5", "probe.sigma_px").
[[nodiscard]] tl::unexpected<Error> passOn(Error error, std::string_view outer = {});

/// How a piece of work ended. Stopping early on request is a result, not an error.
enum class Completion { Done, StoppedEarly };

}  // namespace ptycho

/// Evaluates a Result; on error returns it from the enclosing function, else binds the value.
#define PTYCHO_TRY_CONCAT_(a, b) a##b
#define PTYCHO_TRY_NAME_(a, b) PTYCHO_TRY_CONCAT_(a, b)
#define PTYCHO_TRY(declaration, expression)                                          \
  auto PTYCHO_TRY_NAME_(tryResult_, __LINE__) = (expression);                        \
  if (!PTYCHO_TRY_NAME_(tryResult_, __LINE__))                                       \
    return tl::unexpected(std::move(PTYCHO_TRY_NAME_(tryResult_, __LINE__)).error()); \
  declaration = std::move(*PTYCHO_TRY_NAME_(tryResult_, __LINE__))
/// The same for Result<void>.
#define PTYCHO_CHECK(expression)                                                    \
  if (auto tryCheck_ = (expression); !tryCheck_)                                    \
  return tl::unexpected(std::move(tryCheck_).error())
