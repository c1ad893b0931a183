#include "core/base/error.h"

namespace ptycho {

namespace {

/// Names and words of foreign files stand in errors: nothing of them may move a terminal's cursor.
std::string shown(std::string text) {
  for (char& letter : text) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f) letter = '?';
  }
  return text;
}

}  // namespace

std::string Error::text() const { return shown(where.empty() ? message : where + ": " + message); }

int Error::exitCode() const {
  switch (code) {
    case ErrorCode::BadInput:
    case ErrorCode::NotFound:
    case ErrorCode::Unsupported: return 2;
    case ErrorCode::Io:
    case ErrorCode::NoSpace:
    case ErrorCode::Failed: return 1;
  }
  return 1;
}

tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string where) {
  return tl::unexpected(Error{code, shown(std::move(message)), shown(std::move(where))});
}

tl::unexpected<Error> badInput(std::string message, std::string where) {
  return fail(ErrorCode::BadInput, std::move(message), std::move(where));
}

tl::unexpected<Error> passOn(Error error, std::string_view outer) {
  if (!outer.empty()) {
    error.where = error.where.empty() ? std::string(outer) : std::string(outer) + ": " + error.where;
  }
  return tl::unexpected(std::move(error));
}

}  // namespace ptycho
