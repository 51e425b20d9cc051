# SPDX-License-Identifier: MIT
# Finds the C interface of clang, LLVM 17 to 19, and defines LibClang::LibClang.
# Set LibClang_ROOT to an LLVM prefix to choose one.
set(LibClang_hints /usr/lib/llvm-19 /usr/lib/llvm-18 /usr/lib/llvm-17 /opt/homebrew/opt/llvm@19 /usr/local/opt/llvm@19)

# Header and library must come from the same prefix, so that is what is searched for.
if(NOT LibClang_PREFIX)
	foreach(prefix IN LISTS LibClang_ROOT ENV{LibClang_ROOT} LibClang_hints)
		unset(LibClang_LIBRARY CACHE)
		find_library(LibClang_LIBRARY NAMES clang-19 clang-18 clang-17 clang PATHS "${prefix}/lib" NO_DEFAULT_PATH)
		if(LibClang_LIBRARY AND EXISTS "${prefix}/include/clang-c/Index.h")
			set(LibClang_PREFIX "${prefix}" CACHE PATH "Prefix of the LLVM that libclang belongs to")
			break()
		endif()
	endforeach()
endif()
if(LibClang_PREFIX)
	set(LibClang_INCLUDE_DIR "${LibClang_PREFIX}/include")
else()
	find_path(LibClang_INCLUDE_DIR NAMES clang-c/Index.h)
	find_library(LibClang_LIBRARY NAMES clang-19 clang-18 clang-17 clang)
endif()

# clang_getCursorBinaryOperatorKind, which the front end stands on, came with 17.
if(EXISTS "${LibClang_INCLUDE_DIR}/clang-c/Index.h")
	file(STRINGS "${LibClang_INCLUDE_DIR}/clang-c/Index.h" LibClang_operators REGEX "clang_getCursorBinaryOperatorKind")
	file(GLOB LibClang_config "${LibClang_INCLUDE_DIR}/llvm/Config/llvm-config.h")
	if(LibClang_config)
		file(STRINGS "${LibClang_config}" LibClang_VERSION REGEX "define LLVM_VERSION_STRING")
		string(REGEX REPLACE ".*\"(.*)\".*" "\\1" LibClang_VERSION "${LibClang_VERSION}")
	elseif(LibClang_LIBRARY MATCHES "([0-9]+)[^0-9]*$")
		set(LibClang_VERSION "${CMAKE_MATCH_1}")
	endif()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibClang
	REQUIRED_VARS LibClang_LIBRARY LibClang_INCLUDE_DIR LibClang_operators
	VERSION_VAR LibClang_VERSION
	REASON_FAILURE_MESSAGE "outlive needs libclang 17, 18 or 19 with its headers.
   On Debian and Ubuntu:  apt-get install libclang-19-dev
   With an LLVM of your own:  cmake -DLibClang_ROOT=/path/to/llvm ...")

if(LibClang_FOUND AND NOT TARGET LibClang::LibClang)
	add_library(LibClang::LibClang UNKNOWN IMPORTED)
	set_target_properties(LibClang::LibClang PROPERTIES
		IMPORTED_LOCATION "${LibClang_LIBRARY}"
		INTERFACE_INCLUDE_DIRECTORIES "${LibClang_INCLUDE_DIR}/") # found by clang-c/ alone
endif()
mark_as_advanced(LibClang_LIBRARY LibClang_INCLUDE_DIR LibClang_PREFIX)
